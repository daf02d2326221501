package uz.stario.rollback.app.cli.demo;

import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.wiring.Signals;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Ctrl-C and its kin while the demo goes on: whatever waits is interrupted, and everything is taken
 * down in order. During a rollback they are the rollback's own.
 */
final class Stopping implements AutoCloseable {

  private final Signals signals = new Signals();
  private volatile boolean asked;

  /** From now on signals interrupt the calling thread. */
  Stopping() {
    Thread story = Thread.currentThread();
    for (String signal : new String[] {"INT", "TERM", "HUP"}) {
      var _ =
          signals.on(
              signal,
              () -> {
                asked = true;
                story.interrupt();
              });
    }
  }

  boolean asked() {
    return asked || Thread.currentThread().isInterrupted();
  }

  /** Goes no further where somebody wants to stop. */
  void heed() throws Refusal {
    if (asked()) {
      throw stopped();
    }
  }

  static Refusal stopped() {
    // What comes next is closing, and a pending interrupt would cut it short.
    var _ = Thread.interrupted();
    return new Refusal(
        new Problem(
            ErrorCode.INTERRUPTED,
            "The demo was stopped.",
            "",
            "Its sandbox and its files are gone; nothing else was touched.",
            ""));
  }

  @Override
  public void close() {
    signals.close();
    var _ = Thread.interrupted();
  }
}
