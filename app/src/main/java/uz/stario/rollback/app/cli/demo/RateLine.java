package uz.stario.rollback.app.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.sandbox.platform.Traffic;
import uz.stario.rollback.sandbox.platform.Traffic.Window;

/** Draws each second of traffic as it comes in: requests, errors as a bar, latency. */
final class RateLine {

  private static final int BAR = 20;
  private static final double BAR_FULL = 0.20;
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Invocation invocation;
  private final Paint paint;
  private final double line;
  private Optional<Traffic> traffic = Optional.empty();
  private int shown;

  /**
   * @param line the error rate above which it is drawn as bad
   */
  RateLine(Invocation invocation, double line) {
    this.invocation = invocation;
    this.paint = new Paint(invocation.terminal().colour());
    this.line = line;
  }

  void begin(Traffic started) {
    traffic = Optional.of(started);
  }

  /** Draws until so many windows in a row satisfy a condition, or the time is up. */
  boolean until(Predicate<Window> condition, int inARow, Duration patience) {
    var deadline = invocation.clock().instant().plus(patience);
    int row = 0;
    // Windows that went by while something else was shown are old news.
    Traffic drawn = traffic.orElseThrow();
    shown = drawn.windows().size();
    while (invocation.clock().instant().isBefore(deadline)) {
      List<Window> windows = drawn.windows();
      for (; shown < windows.size(); shown++) {
        Window window = windows.get(shown);
        invocation.out().println(drawn(window));
        row = condition.test(window) ? row + 1 : 0;
        if (row == inARow) {
          shown++;
          return true;
        }
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return false;
  }

  private String drawn(Window window) {
    int filled = (int) Math.round(Math.min(1, window.errorRate() / BAR_FULL) * BAR);
    String bar = "█".repeat(filled) + "·".repeat(BAR - filled);
    String text =
        String.format(
            Locale.ROOT,
            "  %3d req/s  errors %s %5.1f %%  P95 %4d ms",
            window.requests(),
            bar,
            window.errorRate() * 100,
            window.p95().toMillis());
    if (window.errorRate() > line) {
      return paint.bad(text + "  ✗");
    }
    return window.errorRate() > 0 ? paint.caution(text + "  !") : paint.good(text + "  ✓");
  }
}
