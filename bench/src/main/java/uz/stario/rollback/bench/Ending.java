package uz.stario.rollback.bench;

import java.util.List;

/** How a benchmark ends: its figures in the last line, and an exit code. */
final class Ending {

  private Ending() {}

  interface Benchmark {
    int run() throws BenchFailure;
  }

  /** Runs a benchmark and leaves with its exit code. */
  static void of(Benchmark benchmark) {
    int code;
    try {
      code = benchmark.run();
    } catch (BenchFailure failure) {
      if (!Cleanup.interrupted()) {
        System.err.println(failure.getMessage());
      }
      code = failure.exitCode();
    }
    System.exit(code);
  }

  /** Prints figures; 1 where a promise is not kept. */
  static int tell(List<String> table, List<String> shortfalls, String lastLine) {
    System.out.println();
    table.forEach(System.out::println);
    System.out.println();
    shortfalls.forEach(line -> System.out.println("FELL SHORT: " + line));
    System.out.println(lastLine);
    return shortfalls.isEmpty() ? 0 : BenchFailure.FAILED;
  }
}
