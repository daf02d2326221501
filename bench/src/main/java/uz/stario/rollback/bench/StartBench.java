package uz.stario.rollback.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import uz.stario.rollback.app.wiring.TempFolder;

/** Starts the program and kubectl by turns, as whole processes, to see who answers sooner. */
public final class StartBench {

  /** A build may come first. */
  private static final Duration BUILD = Duration.ofMinutes(10);

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration VERSION_PROMISED = Duration.ofMillis(150);
  private static final Duration PLAN_PROMISED = Duration.ofMillis(700);

  private final StartOptions options;
  private final String stario = Surroundings.launcher().toString();

  private StartBench(StartOptions options) {
    this.options = options;
  }

  /** Arguments: {@code [--pairs N] [-n NAMESPACE] [--yes]}. */
  public static void main(String[] arguments) {
    Ending.of(() -> new StartBench(StartOptions.parse(List.of(arguments))).run());
  }

  private int run() throws BenchFailure {
    List<StartReport.Line> lines = new ArrayList<>();
    try (Cleanup cleanup = Cleanup.whateverHappens()) {
      TempFolder folder = cleanup.later(Folders.make());
      Outside outside =
          cleanup.later(
              new Outside(folder.path(), Surroundings.differences(folder.path(), System.getenv())));
      outside.must(BUILD, List.of(stario, "--version"));
      lines.add(
          compare(
              outside,
              "version",
              VERSION_PROMISED,
              List.of(stario, "--version"),
              List.of("kubectl", "version", "--client")));
      if (System.getenv("KUBECONFIG") == null) {
        System.err.println("KUBECONFIG is not set: plan is not measured");
      } else {
        lines.add(plan(cleanup));
      }
    }
    StartReport report = new StartReport(lines);
    return Ending.tell(report.table(), report.shortfalls(), report.lastLine());
  }

  private StartReport.Line plan(Cleanup cleanup) throws BenchFailure {
    Target target = Target.open(cleanup, Map.of(), options.yes());
    System.err.println("context " + target.context() + ", Kubernetes " + target.version());
    Fleet fleet = new Fleet(target.api(), options.namespace(), 1);
    target.deleteLater(cleanup, fleet);
    fleet.make();
    fleet.roll(1);
    String workload = "deployment/" + fleet.names().getFirst();
    return compare(
        target.outside(),
        "plan",
        PLAN_PROMISED,
        List.of(stario, "plan", workload, "-n", options.namespace()),
        List.of("kubectl", "rollout", "history", workload, "-n", options.namespace()));
  }

  /** The first pair only warms caches; who starts first alternates. */
  private StartReport.Line compare(
      Outside outside, String name, Duration promised, List<String> ours, List<String> theirs)
      throws BenchFailure {
    List<Duration> oursTook = new ArrayList<>();
    List<Duration> theirsTook = new ArrayList<>();
    for (int pair = 0; pair <= options.pairs(); pair++) {
      boolean oursFirst = pair % 2 == 0;
      Duration first = outside.must(LIMIT, oursFirst ? ours : theirs).wall();
      Duration second = outside.must(LIMIT, oursFirst ? theirs : ours).wall();
      if (pair > 0) {
        oursTook.add(oursFirst ? first : second);
        theirsTook.add(oursFirst ? second : first);
      }
    }
    return new StartReport.Line(name, Median.of(oursTook), Median.of(theirsTook), promised);
  }
}
