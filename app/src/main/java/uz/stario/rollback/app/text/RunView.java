package uz.stario.rollback.app.text;

import java.io.PrintStream;
import java.time.Instant;
import uz.stario.rollback.app.wiring.Terminal;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.run.engine.RunListener;

/** A run as people watch it. Thread-safe. */
public sealed interface RunView extends RunListener, AutoCloseable permits LiveTable, EventLines {

  /** A table that is redrawn on a terminal, lines with the time elsewhere. */
  static RunView of(PrintStream out, Terminal terminal, Plan plan, Paint paint) {
    return terminal.interactive()
            && plan.steps().size() <= Math.min(LiveTable.MOST_STEPS, terminal.height() - 3)
        ? new LiveTable(out, terminal.width(), paint, plan)
        : new EventLines(out, paint);
  }

  /** Shows how long it has taken by now. */
  void tick(Instant now);

  /** One line that is no event of the run. */
  void note(String text);

  /** Writes nothing until {@link #goOn}, so that a question can be asked. */
  void pause();

  void goOn();

  @Override
  void close();
}
