package uz.stario.rollback.bench;

import java.io.Serial;

/** Why a benchmark gives no figures, and the exit code that says so. */
final class BenchFailure extends Exception {

  @Serial private static final long serialVersionUID = 1;

  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int REFUSED = 3;

  private final int exitCode;

  private BenchFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  static BenchFailure failed(String message) {
    return new BenchFailure(FAILED, message);
  }

  static BenchFailure usage(String message) {
    return new BenchFailure(USAGE, message);
  }

  static BenchFailure refused(String message) {
    return new BenchFailure(REFUSED, message);
  }

  int exitCode() {
    return exitCode;
  }
}
