package uz.stario.rollback.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The figures of {@code bench/sandbox}.
 *
 * @param api until the API answers
 * @param up until every pod of the platform is available
 * @param size how many Deployments were then made
 * @param converged how long those took
 * @param resident the most memory the process held, in bytes, where the kernel tells
 */
record SandboxReport(
    Duration api, Duration up, int size, Duration converged, OptionalLong resident) {

  private static final Duration UP_PROMISED = Duration.ofMillis(1_500);
  private static final Duration CONVERGED_PROMISED = Duration.ofSeconds(20);
  private static final long RESIDENT_PROMISED = 512;

  /** Of more Deployments than these nothing is promised. */
  private static final int SIZE_PROMISED = 300;

  List<String> table() {
    return List.of(
        "                              measured      promised",
        line("API answers", "%d ms".formatted(api.toMillis()), ""),
        line("platform up", millis(up), millis(UP_PROMISED)),
        line(size + " Deployments", millis(converged), promised(millis(CONVERGED_PROMISED))),
        line("memory", megabytes(), promised(RESIDENT_PROMISED + " MB")));
  }

  List<String> shortfalls() {
    List<String> shortfalls = new ArrayList<>();
    if (up.compareTo(UP_PROMISED) > 0) {
      shortfalls.add("up: promised in " + millis(UP_PROMISED) + ", took " + millis(up));
    }
    if (size > SIZE_PROMISED) {
      return shortfalls;
    }
    if (converged.compareTo(CONVERGED_PROMISED) > 0) {
      shortfalls.add(
          size
              + " Deployments: promised in "
              + millis(CONVERGED_PROMISED)
              + ", took "
              + millis(converged));
    }
    if (resident.orElse(0) > RESIDENT_PROMISED << 20) {
      shortfalls.add("memory: promised at most " + RESIDENT_PROMISED + " MB, held " + megabytes());
    }
    return shortfalls;
  }

  String lastLine() {
    return String.format(
        Locale.ROOT,
        "sandbox api=%dms up=%dms of=%d converged=%dms resident=%s",
        api.toMillis(),
        up.toMillis(),
        size,
        converged.toMillis(),
        megabytes().replace(" ", ""));
  }

  private String promised(String what) {
    return size > SIZE_PROMISED ? "" : what;
  }

  private String megabytes() {
    return resident.isPresent() ? (resident.getAsLong() >> 20) + " MB" : "unknown";
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + " ms";
  }

  private static String line(String what, String measured, String promised) {
    return String.format(Locale.ROOT, "%-20s %17s %13s", what, measured, promised).stripTrailing();
  }
}
