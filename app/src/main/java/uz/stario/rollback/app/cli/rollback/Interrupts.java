package uz.stario.rollback.app.cli.rollback;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.text.RunView;
import uz.stario.rollback.app.wiring.Signals;
import uz.stario.rollback.run.engine.RunningRun;

/**
 * What Ctrl-C and its kin do to a run: the first Ctrl-C asks whether to stop after the effects in
 * hand or to go on, a second one stops so at once, and so does SIGTERM. A terminal that is gone
 * (SIGHUP) does not end a rollback: it goes on to its end and is in the journal.
 */
final class Interrupts implements AutoCloseable {

  private final RunningRun running;
  private final Invocation invocation;
  private final RunView view;
  private final AtomicInteger pressed = new AtomicInteger();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Signals signals = new Signals();

  private Interrupts(RunningRun running, Invocation invocation, RunView view) {
    this.running = running;
    this.invocation = invocation;
    this.view = view;
  }

  static Interrupts during(RunningRun running, Invocation invocation, RunView view) {
    Interrupts interrupts = new Interrupts(running, invocation, view);
    interrupts
        .signals
        .on("INT", interrupts::pressed)
        .on("TERM", () -> interrupts.stop("SIGTERM"))
        .on("HUP", () -> {});
    return interrupts;
  }

  private void pressed() {
    if (pressed.incrementAndGet() > 1 || !invocation.terminal().interactive()) {
      stop("Ctrl-C");
      return;
    }
    // A signal handler's own thread: it may wait for an answer without holding the run up.
    view.pause();
    String answer =
        invocation
            .terminal()
            .ask("\nStop after what is in hand, or go on? [s]top / [g]o on: ")
            .orElse("stop")
            .strip()
            .toLowerCase(Locale.ROOT);
    view.goOn();
    if (answer.startsWith("s")) {
      stop("Ctrl-C");
    } else {
      pressed.set(0);
    }
  }

  private void stop(String by) {
    if (stopping.getAndSet(true)) {
      return;
    }
    view.goOn();
    view.note("stopping after what is in hand (" + by + ")");
    running.stop(by);
  }

  @Override
  public void close() {
    signals.close();
  }
}
