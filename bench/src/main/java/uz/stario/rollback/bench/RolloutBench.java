package uz.stario.rollback.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Takes many Deployments back at once: with kubectl, with the program, and as fast as the cluster
 * itself can.
 *
 * <p>Each starts alike: a newer version has been rolled out, has converged, and the old pods are
 * gone. Rounds alternate in their order.
 */
public final class RolloutBench {

  /** Relative to the folder that the program runs in, so that no path has to be quoted. */
  static final String GC_LOG = "gc.log";

  private static final String JAVA_OPTS =
      "-Xlog:gc=info,gc+heap+exit=info:file=" + GC_LOG + "::filecount=0";

  /** A build may come first. */
  private static final Duration BUILD = Duration.ofMinutes(10);

  private final RolloutOptions options;

  private RolloutBench(RolloutOptions options) {
    this.options = options;
  }

  /** Arguments: {@code N [NAMESPACE] [--rounds R] [--keep] [--yes]}. */
  public static void main(String[] arguments) {
    Ending.of(() -> new RolloutBench(RolloutOptions.parse(List.of(arguments))).run());
  }

  private int run() throws BenchFailure {
    try (Cleanup cleanup = Cleanup.whateverHappens()) {
      Target target = Target.open(cleanup, Map.of("STARIO_JAVA_OPTS", JAVA_OPTS), options.yes());
      say(
          "context %s, Kubernetes %s%s",
          target.context(),
          target.version(),
          target.api().isProxied() ? ", the floor by way of kubectl proxy" : "");
      Fleet fleet = new Fleet(target.api(), options.namespace(), options.size());
      if (!options.keep()) {
        target.deleteLater(cleanup, fleet);
      }
      return report(target.outside(), target.api(), fleet);
    }
  }

  private int report(Outside outside, Api api, Fleet fleet) throws BenchFailure {
    say("making %d Deployments of 2 pods in namespace %s", options.size(), options.namespace());
    fleet.make();
    RolloutVariants variants =
        new RolloutVariants(outside, api, fleet, Surroundings.launcher(), options.namespace());
    // Builds the program and its AOT cache where they are missing; it is the warm start that
    // counts.
    outside.must(BUILD, List.of(Surroundings.launcher().toString(), "--version"));
    say("a first round by kubectl, to count its requests");
    fleet.roll(1);
    long kubectlRequests = variants.kubectlRequests();
    fleet.calm();

    Map<Variant, List<Measurement>> measured = new EnumMap<>(Variant.class);
    int version = 2;
    for (int round = 1; round <= options.rounds(); round++) {
      for (Variant variant : order(round)) {
        fleet.roll(version++);
        Measurement one = variants.measure(variant);
        fleet.requireVersion(0);
        fleet.calm();
        say("round %d: %-13s %7.2f s", round, variant.word(), RolloutReport.seconds(one.total()));
        measured.computeIfAbsent(variant, v -> new ArrayList<>()).add(one);
      }
    }
    Map<Variant, Measurement> medians = new EnumMap<>(Variant.class);
    measured.forEach((variant, rounds) -> medians.put(variant, Measurement.median(rounds)));
    RolloutReport report = new RolloutReport(options.size(), medians, kubectlRequests);
    return Ending.tell(report.table(), report.shortfalls(), report.lastLine());
  }

  /** The floor beside what it is compared with; every other round backwards. */
  private static List<Variant> order(int round) {
    List<Variant> order =
        List.of(
            Variant.KUBECTL_EACH,
            Variant.KUBECTL_LOOP,
            Variant.FLOOR,
            Variant.OURS,
            Variant.KUBECTL);
    return round % 2 == 1 ? order : order.reversed();
  }

  private static void say(String format, Object... values) {
    System.err.printf(Locale.ROOT, format + "%n", values);
  }
}
