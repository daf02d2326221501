package uz.stario.rollback.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What it adds to take services back in waves: four at once, then the one that calls them.
 *
 * <p>The floor makes the same patches over connections that are open, one wave as soon as the one
 * before it has converged. Of ours, the time from the first intent until the last rollout is over
 * counts, as its record has it: what comes before and after has benchmarks of its own.
 */
public final class WavesBench {

  private static final int SERVICES = 5;
  private static final double PROMISED = 1.05;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** A build may come first. */
  private static final Duration BUILD = Duration.ofMinutes(10);

  private final WavesOptions options;

  private WavesBench(WavesOptions options) {
    this.options = options;
  }

  /** Arguments: {@code [-n NAMESPACE] [--rounds R] [--yes]}. */
  public static void main(String[] arguments) {
    Ending.of(() -> new WavesBench(WavesOptions.parse(List.of(arguments))).run());
  }

  private int run() throws BenchFailure {
    try (Cleanup cleanup = Cleanup.whateverHappens()) {
      Target target = Target.open(cleanup, Map.of(), options.yes());
      say("context %s, Kubernetes %s", target.context(), target.version());
      Fleet fleet = new Fleet(target.api(), options.namespace(), SERVICES);
      target.deleteLater(cleanup, fleet);
      Outside outside = target.outside();
      write(outside.folder().resolve("stario.yaml"), playbook(fleet.names()));
      outside.must(BUILD, List.of(Surroundings.launcher().toString(), "--version"));
      fleet.make();
      fleet.calm();

      List<Duration> floors = new ArrayList<>();
      List<Duration> ours = new ArrayList<>();
      List<Duration> between = new ArrayList<>();
      List<Duration> whole = new ArrayList<>();
      int version = 1;
      for (int round = 1; round <= options.rounds(); round++) {
        for (boolean floor : round % 2 == 1 ? List.of(true, false) : List.of(false, true)) {
          fleet.roll(version++);
          if (floor) {
            floors.add(floor(fleet));
          } else {
            Outside.Finished finished = outside.must(LIMIT, rollback());
            List<JsonNode> rollBacks = rollBacks(finished.out());
            ours.add(all(rollBacks));
            between.add(between(rollBacks));
            whole.add(finished.wall());
          }
          fleet.requireVersion(0);
          fleet.calm();
        }
        say(
            "round %d: floor %.2f s, ours %.2f s (the whole process %.2f s)",
            round,
            RolloutReport.seconds(floors.getLast()),
            RolloutReport.seconds(ours.getLast()),
            RolloutReport.seconds(whole.getLast()));
      }
      return tell(Median.of(floors), Median.of(ours), Median.of(between), Median.of(whole));
    }
  }

  private static Duration floor(Fleet fleet) throws BenchFailure {
    Duration first = fleet.takeBack(fleet.names().subList(0, SERVICES - 1));
    return first.plus(fleet.takeBack(fleet.names().subList(SERVICES - 1, SERVICES)));
  }

  private List<String> rollback() {
    return List.of(
        Surroundings.launcher().toString(),
        "rollback",
        "--all",
        "--yes",
        "--json",
        "--playbook",
        "stario.yaml");
  }

  private static List<JsonNode> rollBacks(String json) throws BenchFailure {
    List<JsonNode> rollBacks =
        Api.JSON
            .readTree(json)
            .path("steps")
            .valueStream()
            .filter(step -> step.path("id").asString("").startsWith("roll-back/"))
            .toList();
    if (rollBacks.size() != SERVICES) {
      throw BenchFailure.failed("wanted " + SERVICES + " roll-backs: " + json);
    }
    return rollBacks;
  }

  /** From the first intent of all until the last rollout is over. */
  private static Duration all(List<JsonNode> rollBacks) {
    return Duration.between(
        times(rollBacks, "beganAt").min(Instant::compareTo).orElseThrow(),
        times(rollBacks, "endedAt").max(Instant::compareTo).orElseThrow());
  }

  /** From the last rollout of the first wave until the intent of the second. */
  private static Duration between(List<JsonNode> rollBacks) {
    return Duration.between(
        times(ofWave(rollBacks, 1), "endedAt").max(Instant::compareTo).orElseThrow(),
        times(ofWave(rollBacks, 2), "beganAt").min(Instant::compareTo).orElseThrow());
  }

  private static List<JsonNode> ofWave(List<JsonNode> rollBacks, int wave) {
    return rollBacks.stream().filter(step -> step.path("wave").asInt(0) == wave).toList();
  }

  private static Stream<Instant> times(List<JsonNode> steps, String name) {
    return steps.stream().map(step -> Instant.parse(step.path(name).asString("")));
  }

  private String playbook(List<String> names) {
    StringBuilder text =
        new StringBuilder(
            """
            schemaVersion: 1
            platform: bench
            environments:
              bench:
                namespace: %s
            services:
            """
                .formatted(options.namespace()));
    names.forEach(
        name -> text.append("  %s:\n    workloads: [deployment/%s]\n".formatted(name, name)));
    return text.append("    dependsOn: ")
        .append(names.subList(0, SERVICES - 1))
        .append('\n')
        .toString();
  }

  private static void write(Path file, String text) throws BenchFailure {
    try {
      Files.writeString(file, text, UTF_8);
    } catch (IOException e) {
      throw BenchFailure.failed("cannot write " + file + ": " + e.getMessage());
    }
  }

  private int tell(Duration floor, Duration ours, Duration between, Duration whole) {
    double ratio = (double) ours.toNanos() / floor.toNanos();
    List<String> shortfalls =
        ratio <= PROMISED
            ? List.of()
            : List.of(
                String.format(Locale.ROOT, "ours / floor is %.3f, promised %.2f", ratio, PROMISED));
    return Ending.tell(
        List.of(
            String.format(
                Locale.ROOT,
                "five services in two waves: floor %.2f s, ours %.2f s (%.0f ms between the waves),"
                    + " the whole process %.2f s",
                RolloutReport.seconds(floor),
                RolloutReport.seconds(ours),
                between.toNanos() / 1e6,
                RolloutReport.seconds(whole))),
        shortfalls,
        String.format(
            Locale.ROOT,
            "waves rounds=%d floor_s=%.3f ours_s=%.3f ratio=%.3f between_ms=%.1f whole_s=%.3f",
            options.rounds(),
            RolloutReport.seconds(floor),
            RolloutReport.seconds(ours),
            ratio,
            between.toNanos() / 1e6,
            RolloutReport.seconds(whole)));
  }

  private static void say(String format, Object... values) {
    System.err.printf(Locale.ROOT, format + "%n", values);
  }
}
