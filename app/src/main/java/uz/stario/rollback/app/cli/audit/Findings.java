package uz.stario.rollback.app.cli.audit;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.Table;
import uz.stario.rollback.audit.Integrity;
import uz.stario.rollback.audit.Integrity.Broken;
import uz.stario.rollback.audit.Integrity.Kind;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;

/** What was found while records were looked through. Not thread-safe. */
final class Findings {

  private final List<Broken> broken = new ArrayList<>();
  private long runs;
  private long events;

  void add(Integrity integrity) {
    runs++;
    switch (integrity) {
      case Integrity.Sound sound -> events += sound.head().events();
      case Broken found -> broken.add(found);
    }
  }

  void add(Broken found) {
    broken.add(found);
  }

  void add(RunId run, long seq, Kind kind, String words) {
    broken.add(new Broken(run, seq, kind, words));
  }

  boolean sound() {
    return broken.isEmpty();
  }

  /**
   * Tells them.
   *
   * @param what was looked through, as a sentence begins with it: {@code The journal}
   * @param next what to do where something is wrong
   */
  ExitCode tell(String what, String next, boolean json, Invocation invocation) throws Refusal {
    PrintStream out = invocation.out();
    Paint paint = new Paint(invocation.terminal().colour());
    if (json) {
      out.println(json());
    } else if (sound()) {
      out.println(
          paint.good("✓ sound")
              + ": "
              + count(runs, "run")
              + ", "
              + count(events, "event")
              + ", each as it was written");
    } else {
      Table table = new Table().row("RUN", "EVENT", "WAS", "WHAT");
      broken.forEach(b ->
          table.row(b.run().value(), b.seq() == 0 ? "" : "" + b.seq(), word(b.kind()), b.words()));
      table.lines().forEach(out::println);
    }
    if (sound()) {
      return ExitCode.DONE;
    }
    throw new Refusal(
        Problem.unchanged(
            ErrorCode.JOURNAL_ALTERED,
            what + " is not what was written.",
            count(broken.size(), "difference")
                + ": "
                + broken.getFirst().words()
                + (broken.size() > 1 ? " …" : ""),
            next));
  }

  private String json() {
    JsonMapper json = JsonMapper.shared();
    ObjectNode object = json.createObjectNode();
    object.put("schemaVersion", 1);
    object.put("sound", sound());
    object.put("runs", runs);
    object.put("events", events);
    ArrayNode array = object.putArray("broken");
    for (Broken b : broken) {
      array
          .addObject()
          .put("run", b.run().value())
          .put("seq", b.seq())
          .put("kind", word(b.kind()))
          .put("words", b.words());
    }
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(object);
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
