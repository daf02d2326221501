package uz.stario.rollback.app.cli.runs;

import java.util.List;
import java.util.function.BooleanSupplier;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.Times;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/** Runs that wait for somebody: their process is gone, or they ask. */
public final class LeftRuns {

  /** What was left longer ago than so many runs is in the list of runs. */
  private static final int LOOKED_AT = 20;

  /** Where a run without an end stands. */
  enum Standing {
    RUNNING("running"),
    LEFT("left"),
    ASKS("asks"),
    UNKNOWN("not ended");

    private final String word;

    Standing(String word) {
      this.word = word;
    }

    /** One word for lists. */
    String word() {
      return word;
    }
  }

  private LeftRuns() {}

  /** Offers to take up what was left, on the messages' side; says nothing where nothing was. */
  public static void offer(Invocation invocation) throws Refusal {
    Journal journal = Refusal.orThrow(invocation.wiring().journal());
    if (!(journal.runs(LOOKED_AT) instanceof Answer.Given<List<Journal.Summary>>(var runs))) {
      // Whoever is about to change something learns of it when the journal is needed.
      return;
    }
    Paint paint = new Paint(invocation.terminal().colour());
    for (Journal.Summary run : runs) {
      if (run.result().isPresent()) {
        continue;
      }
      String what =
          run.run()
              + " ("
              + String.join(", ", run.services())
              + ", "
              + Times.date(run.startedAt())
              + ")";
      switch (standing(run, journal, invocation)) {
        case LEFT ->
            note("run " + what + " was left by its process", "resume", run, invocation, paint);
        case ASKS -> note("run " + what + " asks something", "show", run, invocation, paint);
        case RUNNING, UNKNOWN -> {}
      }
    }
  }

  private static void note(
      String text, String command, Journal.Summary run, Invocation invocation, Paint paint) {
    invocation
        .err()
        .println(paint.caution("! ") + text + ": `stario " + command + " " + run.run() + "`");
  }

  /**
   * @param run one without a result
   */
  static Standing standing(Journal.Summary run, Journal journal, Invocation invocation) {
    return standing(run.run(), () -> asks(run.run(), journal), invocation);
  }

  /**
   * @param run one without an end
   * @param asks whether a person has to say something, looked up only where it matters
   */
  static Standing standing(RunId run, BooleanSupplier asks, Invocation invocation) {
    return switch (invocation.wiring().marks().of(run)) {
      case ALIVE -> Standing.RUNNING;
      case GONE -> Standing.LEFT;
      case NONE -> asks.getAsBoolean() ? Standing.ASKS : Standing.UNKNOWN;
    };
  }

  private static boolean asks(RunId run, Journal journal) {
    return journal.read(run) instanceof Answer.Given<List<RunEvent>>(var events)
        && Run.replayIfSound(run, events).filter(Run::asks).isPresent();
  }
}
