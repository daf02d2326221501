package uz.stario.rollback.verify;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import uz.stario.rollback.problem.ExitCode;

/** What all checks of some services found, in the order in which they are told. */
public record Verification(List<One> checks) {

  public Verification {
    checks = List.copyOf(checks);
  }

  /**
   * One check.
   *
   * @param name as people call it
   * @param took how long it was waited for
   */
  public record One(String service, String name, Checked checked, Duration took) {

    /** {@code passed}, {@code failed} or {@code unknown}. */
    public String word() {
      return switch (checked.result()) {
        case CheckResult.Passed _ -> "passed";
        case CheckResult.Failed _ -> "failed";
        case CheckResult.Unknown _ -> "unknown";
      };
    }
  }

  public long passed() {
    return count(CheckResult.Passed.class);
  }

  public long failed() {
    return count(CheckResult.Failed.class);
  }

  public long unknown() {
    return count(CheckResult.Unknown.class);
  }

  private long count(Class<? extends CheckResult> result) {
    return checks.stream().map(one -> one.checked().result()).filter(result::isInstance).count();
  }

  /** Done only where every check passed; one that failed outweighs one that cannot tell. */
  public ExitCode exit() {
    if (failed() > 0) {
      return ExitCode.FAILED;
    }
    return unknown() > 0 || checks.isEmpty() ? ExitCode.INSUFFICIENT_EVIDENCE : ExitCode.DONE;
  }

  /** {@code 7 passed, 1 failed, 0 unknown}. */
  public String words() {
    return String.format(
        Locale.ROOT, "%d passed, %d failed, %d unknown", passed(), failed(), unknown());
  }
}
