package uz.stario.rollback.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import uz.stario.rollback.app.wiring.TempFolder;

/** How soon the sandbox is up, and what three hundred Deployments cost it. */
public final class SandboxBench {

  /** A build and the making of the AOT cache may come first. */
  private static final Duration BUILD = Duration.ofMinutes(10);

  private static final String NAMESPACE = "bench";

  private final SandboxOptions options;

  private SandboxBench(SandboxOptions options) {
    this.options = options;
  }

  /** Arguments: {@code [--rounds N] [--size N]}. */
  public static void main(String[] arguments) {
    Ending.of(() -> new SandboxBench(SandboxOptions.parse(List.of(arguments))).run());
  }

  private int run() throws BenchFailure {
    List<Duration> api = new ArrayList<>();
    List<Duration> up = new ArrayList<>();
    SandboxReport report;
    try (Cleanup cleanup = Cleanup.whateverHappens()) {
      TempFolder folder = cleanup.later(Folders.make());
      Outside outside =
          cleanup.later(
              new Outside(folder.path(), Surroundings.differences(folder.path(), System.getenv())));
      outside.must(BUILD, List.of(Surroundings.launcher().toString(), "--version"));
      // The first round only warms up what measures.
      for (int round = 0; round < options.rounds(); round++) {
        try (SandboxProcess warm = SandboxProcess.start(outside)) {
          note(round, warm, api, up);
        }
      }
      SandboxProcess sandbox = cleanup.later(SandboxProcess.start(outside));
      note(options.rounds(), sandbox, api, up);
      Fleet fleet = new Fleet(sandbox.api(), NAMESPACE, options.size());
      long start = System.nanoTime();
      fleet.make();
      Duration converged = Duration.ofNanos(System.nanoTime() - start);
      OptionalLong resident = sandbox.peakResident();
      report =
          new SandboxReport(Median.of(api), Median.of(up), options.size(), converged, resident);
    }
    return Ending.tell(report.table(), report.shortfalls(), report.lastLine());
  }

  private static void note(
      int round, SandboxProcess sandbox, List<Duration> api, List<Duration> up) {
    if (round > 0) {
      api.add(sandbox.untilApi());
      up.add(sandbox.untilUp());
    }
  }
}
