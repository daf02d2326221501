package uz.stario.rollback.app.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import uz.stario.rollback.app.cli.demo.Chart.Mark;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.Times;
import uz.stario.rollback.app.wiring.Signals;
import uz.stario.rollback.assess.Measurement;

/**
 * Shows the traffic while it waits for something: a chart drawn in place where there is a terminal
 * with room for it, else a line with the time for each second. Used from one thread.
 */
final class Watch implements AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(25);

  private final Invocation invocation;
  private final Paint paint;
  private final Meter meter;
  private final Tempo tempo;
  private final Stopping stopping;
  private final double errorLimit;
  private final InPlace inPlace;
  private final List<Mark> marks = new ArrayList<>();
  private final Signals signals = new Signals();
  private volatile boolean resized;
  private Optional<Duration> latencyLimit = Optional.empty();
  private String said = "";
  private long told;

  /**
   * @param errorLimit of one
   */
  Watch(Invocation invocation, Meter meter, Tempo tempo, Stopping stopping, double errorLimit) {
    this.invocation = invocation;
    this.paint = new Paint(invocation.terminal().colour());
    this.meter = meter;
    this.tempo = tempo;
    this.stopping = stopping;
    this.errorLimit = errorLimit;
    this.inPlace = new InPlace(invocation.out());
    var _ = signals.on("WINCH", () -> resized = true);
  }

  void latencyLimit(Optional<Duration> limit) {
    latencyLimit = limit;
  }

  /** Something happens now, and is marked below the column under way. */
  void mark(String label) {
    marks.add(new Mark(meter.now(), label));
  }

  /**
   * Shows columns as they come, until a condition holds or the time is up.
   *
   * @param onColumn called after each look that brought a new column
   * @param caption a line below the chart, or told when it changes
   * @return whether the condition held in time
   */
  boolean until(
      BooleanSupplier condition, Runnable onColumn, Supplier<String> caption, Duration patience)
      throws Refusal {
    Instant deadline = invocation.clock().instant().plus(patience);
    said = "";
    told = meter.now();
    while (invocation.clock().instant().isBefore(deadline)) {
      stopping.heed();
      if (meter.look() > 0) {
        onColumn.run();
        show(caption.get());
        if (condition.getAsBoolean()) {
          return true;
        }
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return false;
  }

  /** Something else is about to be written below. */
  void leave() {
    inPlace.leave();
  }

  private void show(String caption) {
    if (resized) {
      resized = false;
      invocation.terminal().resized();
      inPlace.leave();
    }
    var terminal = invocation.terminal();
    int width = terminal.width();
    if (terminal.interactive()
        && width >= Chart.LEAST_WIDTH
        && terminal.height() > Chart.HEIGHT + 2) {
      List<String> lines = new ArrayList<>(chart().lines(width, paint));
      lines.add("  " + cut(caption, width - 3));
      inPlace.draw(lines);
      told = meter.now();
    } else {
      inPlace.leave();
      lines(caption, width);
    }
  }

  private Chart chart() {
    return new Chart(
        meter.first(),
        meter.columns(),
        errorLimit,
        latencyLimit.map(limit -> limit.toNanos() / 1e6),
        marks);
  }

  private static String cut(String text, int room) {
    return text.length() <= room ? text : text.substring(0, room - 1) + "…";
  }

  /** A line for each second, and one whenever there is something else to say. */
  private void lines(String caption, int width) {
    String time = Times.clock(invocation.clock().instant()) + "  ";
    if (!caption.equals(said)) {
      invocation.out().println(time + cut(caption, Math.max(20, width - time.length() - 1)));
      said = caption;
    }
    long aSecond = Math.max(1, Duration.ofSeconds(1).dividedBy(tempo.column()));
    if (meter.now() - told < aSecond) {
      return;
    }
    Measurement second = meter.from(told);
    told = meter.now();
    String rate = second.errorRate().map(r -> percent(r * 100)).orElse("no data");
    String latency =
        second.p95().map(p -> String.format(Locale.ROOT, "%4d ms", p.toMillis())).orElse("no data");
    boolean over =
        second.errorRate().filter(r -> r > errorLimit).isPresent()
            || second
                .p95()
                .filter(p -> latencyLimit.filter(most -> p.compareTo(most) > 0).isPresent())
                .isPresent();
    String text =
        time
            + (width < 60 ? "" : String.format(Locale.ROOT, "%3d requests  ", second.requests()))
            + "errors "
            + rate
            + "  P95 "
            + latency
            + "  ";
    boolean known = second.errorRate().isPresent();
    invocation
        .out()
        .println(
            over
                ? paint.bad(text + "✗")
                : known ? paint.good(text + "✓") : paint.caution(text + "?"));
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%5.1f %%", value);
  }

  @Override
  public void close() {
    signals.close();
  }
}
