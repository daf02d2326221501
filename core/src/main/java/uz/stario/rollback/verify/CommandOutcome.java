package uz.stario.rollback.verify;

import java.util.List;

/** What became of a program that was started to tell something, here or in a pod. */
public sealed interface CommandOutcome {

  /**
   * The end of what it wrote, without secrets.
   *
   * @see Checked#MOST_LINES
   */
  List<String> lines();

  /** It ended by itself. */
  record Ended(int code, List<String> lines) implements CommandOutcome {
    public Ended {
      lines = List.copyOf(lines);
    }
  }

  /** It did not end in time and was stopped. */
  record StoppedLate(List<String> lines) implements CommandOutcome {
    public StoppedLate {
      lines = List.copyOf(lines);
    }
  }

  /**
   * It was not started, or how it ended is not known.
   *
   * @param why one line: missing, not executable, refused, connection lost
   */
  record NotRun(String why, List<String> lines) implements CommandOutcome {
    public NotRun {
      lines = List.copyOf(lines);
    }
  }
}
