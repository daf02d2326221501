package uz.stario.rollback.app.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import uz.stario.rollback.assess.Measurement;
import uz.stario.rollback.sandbox.platform.Traffic;
import uz.stario.rollback.sandbox.platform.Traffic.Window;

/** What people's requests came to, column by column. Used from one thread. */
final class Meter {

  /** More than the widest chart shows. */
  private static final int MOST = 240;

  /** How many times as slow as the median a column may be. */
  private static final int MOST_OVER_MEDIAN = 3;

  /** How many times as slow the first half may be as the second one. */
  private static final int MOST_FALL = 2;

  private final LongFunction<List<Window>> finished;
  private final List<Window> windows = new ArrayList<>();
  private long next = Tempo.WARM_UP;

  Meter(Traffic traffic) {
    this(traffic::windowsFrom);
  }

  /**
   * @param finished the finished windows from a number on, oldest first
   */
  Meter(LongFunction<List<Window>> finished) {
    this.finished = finished;
  }

  /** Takes up the columns that have been finished since; how many there were. */
  int look() {
    List<Window> fresh = finished.apply(next);
    windows.addAll(fresh);
    if (!fresh.isEmpty()) {
      next = fresh.getLast().number() + 1;
    }
    if (windows.size() > MOST) {
      windows.subList(0, windows.size() - MOST).clear();
    }
    return fresh.size();
  }

  /** Forgets the columns before one. */
  void forgetBefore(long number) {
    windows.removeIf(window -> window.number() < number);
  }

  /** The number of the column under way. */
  long now() {
    return next;
  }

  /** The columns so far, oldest first; the first one's number is {@link #first}. */
  List<Measurement> columns() {
    return windows.stream().map(Meter::measurement).toList();
  }

  long first() {
    return windows.isEmpty() ? next : windows.getFirst().number();
  }

  /**
   * Whether what was measured from one number on can stand for what is usual: every column has
   * requests, none is far slower than most, and it does not get faster all the while, as it does
   * while a JVM warms up.
   */
  boolean steadyFrom(long number) {
    List<Window> some = windows.stream().filter(window -> window.number() >= number).toList();
    if (some.isEmpty() || some.stream().anyMatch(window -> window.requests() == 0)) {
      return false;
    }
    List<Duration> latencies = some.stream().map(Window::p95).sorted().toList();
    Duration median = latencies.get(latencies.size() / 2);
    Duration before = Window.over(some.subList(0, some.size() / 2)).p95();
    Duration after = Window.over(some.subList(some.size() / 2, some.size())).p95();
    return latencies.getLast().compareTo(median.multipliedBy(MOST_OVER_MEDIAN)) <= 0
        && before.compareTo(after.multipliedBy(MOST_FALL)) <= 0;
  }

  /** All columns from one number on as one. */
  Measurement from(long number) {
    return measurement(
        Window.over(windows.stream().filter(window -> window.number() >= number).toList()));
  }

  private static Measurement measurement(Window window) {
    return new Measurement(
        window.span(),
        window.requests() + window.dropped(),
        window.errors() + window.dropped(),
        window.requests() == 0 ? Optional.empty() : Optional.of(window.p95()));
  }
}
