package uz.stario.rollback.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The ways of taking a whole namespace back, each measured from outside. */
final class RolloutVariants {

  private static final Duration LIMIT = Duration.ofMinutes(15);

  private static final String UNDO = "kubectl rollout undo deployment/$each -n NAMESPACE";
  private static final String STATUS =
      "kubectl rollout status deployment/$each -n NAMESPACE --timeout=10m";

  private final Outside outside;
  private final Api api;
  private final Fleet fleet;
  private final Path stario;
  private final String namespace;

  RolloutVariants(Outside outside, Api api, Fleet fleet, Path stario, String namespace) {
    this.outside = outside;
    this.api = api;
    this.fleet = fleet;
    this.stario = stario;
    this.namespace = namespace;
  }

  Measurement measure(Variant variant) throws BenchFailure {
    return switch (variant) {
      case KUBECTL -> kubectl(undo(), status());
      case KUBECTL_LOOP -> kubectl(each(UNDO), each(STATUS));
      case KUBECTL_EACH -> kubectl(each(UNDO + " && " + STATUS));
      case OURS -> ours();
      case FLOOR -> floor();
    };
  }

  private Measurement kubectl(List<String> undoingAndWaiting) throws BenchFailure {
    Outside.Finished both = outside.must(LIMIT, undoingAndWaiting);
    return new Measurement(
        Duration.ZERO,
        both.wall(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        both.peakResident());
  }

  private Measurement kubectl(List<String> undoing, List<String> waiting) throws BenchFailure {
    Outside.Finished undo = outside.must(LIMIT, undoing);
    Outside.Finished status = outside.must(LIMIT, waiting);
    return new Measurement(
        undo.wall(),
        undo.wall().plus(status.wall()),
        OptionalLong.empty(),
        OptionalLong.empty(),
        larger(undo.peakResident(), status.peakResident()));
  }

  /** Apart from the timed rounds, because telling of each request takes kubectl time. */
  long kubectlRequests() throws BenchFailure {
    long undo = Readings.kubectlRequests(outside.must(LIMIT, logged(undo())).messages());
    return undo + Readings.kubectlRequests(outside.must(LIMIT, logged(status())).messages());
  }

  private List<String> undo() {
    return List.of("kubectl", "rollout", "undo", "deployment", "-n", namespace);
  }

  private List<String> status() {
    return List.of("kubectl", "rollout", "status", "deployment", "-n", namespace, "--timeout=10m");
  }

  /** What one types for a list of services. */
  private List<String> each(String commands) {
    String one = commands.replace("NAMESPACE", namespace);
    return List.of(
        "sh",
        "-c",
        "for each in " + String.join(" ", fleet.names()) + "; do " + one + " || exit; done");
  }

  private static List<String> logged(List<String> command) {
    return Stream.concat(command.stream(), Stream.of("-v=6")).toList();
  }

  private Measurement ours() throws BenchFailure {
    Path log = outside.folder().resolve(RolloutBench.GC_LOG);
    try {
      Files.deleteIfExists(log);
      Outside.Finished finished =
          outside.must(
              LIMIT,
              List.of(stario.toString(), "rollback", "--all", "-n", namespace, "--yes", "--debug"));
      return new Measurement(
          Duration.ZERO,
          finished.wall(),
          Readings.ownRequests(finished.messages()),
          Files.exists(log)
              ? Readings.peakHeap(Files.readString(log, UTF_8))
              : OptionalLong.empty(),
          finished.peakResident());
    } catch (IOException e) {
      throw BenchFailure.failed("cannot read " + log + ": " + e.getMessage());
    }
  }

  private Measurement floor() throws BenchFailure {
    long before = api.requests();
    Duration time = fleet.takeBack();
    return Measurement.floor(time, api.requests() - before);
  }

  private static OptionalLong larger(OptionalLong a, OptionalLong b) {
    return a.isEmpty() || (b.isPresent() && b.getAsLong() > a.getAsLong()) ? b : a;
  }
}
