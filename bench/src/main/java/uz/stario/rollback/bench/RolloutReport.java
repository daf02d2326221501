package uz.stario.rollback.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The figures of {@code bench/rollout}, side by side.
 *
 * @param size how many Deployments
 * @param kubectlRequests counted apart, in a round that is not timed
 */
record RolloutReport(int size, Map<Variant, Measurement> medians, long kubectlRequests) {

  /** From here on the promises hold; below, starting up weighs too much. */
  static final int PROMISED_FROM = 100;

  private static final double MOST_OF_FLOOR = 1.1;
  private static final double LEAST_OF_KUBECTL = 4;
  private static final long MOST_HEAP = 128L << 20;

  private Measurement of(Variant variant) {
    Measurement found = medians.get(variant);
    if (found == null) {
      throw new IllegalStateException(variant.word() + " was not measured");
    }
    return found;
  }

  private double ratio(Variant variant, Variant to) {
    return seconds(of(variant).total()) / seconds(of(to).total());
  }

  List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "                    seconds   x floor      x each   requests   heap MB   resident MB");
    for (Variant variant : Variant.values()) {
      Measurement one = of(variant);
      if (!one.undo().isZero()) {
        lines.add(part("undo", one.undo()));
        lines.add(part("status", one.total().minus(one.undo())));
      }
      lines.add(
          String.format(
              Locale.ROOT,
              "%-17s %9.2f %9.2f %11.2f %10s %9s %13s",
              variant.word(),
              seconds(one.total()),
              ratio(variant, Variant.FLOOR),
              ratio(variant, Variant.KUBECTL_EACH),
              variant == Variant.KUBECTL
                  ? Long.toString(kubectlRequests)
                  : number(one.requests(), 1),
              number(one.heap(), 1 << 20),
              number(one.resident(), 1 << 20)));
    }
    return lines;
  }

  /** One for each promise that is not kept; empty for a size without promises. */
  List<String> shortfalls() {
    List<String> lines = new ArrayList<>();
    if (size < PROMISED_FROM) {
      return lines;
    }
    if (ratio(Variant.OURS, Variant.FLOOR) > MOST_OF_FLOOR) {
      lines.add(
          String.format(
              Locale.ROOT,
              "promised at most %.1f x the floor, took %.2f x",
              MOST_OF_FLOOR,
              ratio(Variant.OURS, Variant.FLOOR)));
    }
    if (ratio(Variant.KUBECTL_EACH, Variant.OURS) < LEAST_OF_KUBECTL) {
      lines.add(
          String.format(
              Locale.ROOT,
              "promised at least %.0f x ahead of kubectl, one after another, was %.2f x",
              LEAST_OF_KUBECTL,
              ratio(Variant.KUBECTL_EACH, Variant.OURS)));
    }
    OptionalLong heap = of(Variant.OURS).heap();
    if (heap.isEmpty() || heap.getAsLong() > MOST_HEAP) {
      lines.add(
          "promised at most " + (MOST_HEAP >> 20) + " MB of heap, took " + number(heap, 1 << 20));
    }
    return lines;
  }

  String lastLine() {
    return String.format(
        Locale.ROOT,
        "rollout N=%d ours=%.2fs floor=%.2fs each=%.2fs loop=%.2fs kubectl=%.2fs ours/floor=%.2f"
            + " each/ours=%.2f loop/ours=%.2f kubectl/ours=%.2f heap=%sMB requests=%s",
        size,
        seconds(of(Variant.OURS).total()),
        seconds(of(Variant.FLOOR).total()),
        seconds(of(Variant.KUBECTL_EACH).total()),
        seconds(of(Variant.KUBECTL_LOOP).total()),
        seconds(of(Variant.KUBECTL).total()),
        ratio(Variant.OURS, Variant.FLOOR),
        ratio(Variant.KUBECTL_EACH, Variant.OURS),
        ratio(Variant.KUBECTL_LOOP, Variant.OURS),
        ratio(Variant.KUBECTL, Variant.OURS),
        number(of(Variant.OURS).heap(), 1 << 20),
        number(of(Variant.OURS).requests(), 1));
  }

  private static String part(String name, Duration time) {
    return String.format(Locale.ROOT, "  %-15s %9.2f", name, seconds(time));
  }

  private static String number(OptionalLong value, long unit) {
    return value.isEmpty() ? "?" : Long.toString((value.getAsLong() + unit - 1) / unit);
  }

  static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
