package uz.stario.rollback.app.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.assess.Measurement;
import uz.stario.rollback.sandbox.platform.Traffic;
import uz.stario.rollback.sandbox.platform.Traffic.Window;

/** What people's requests came to, column by column. Used from one thread. */
final class Meter {

  /** More than the widest chart shows. */
  private static final int MOST = 240;

  /** Times the median of the columns. */
  private static final int MOST_UNSTEADY = 2;

  private final Traffic traffic;
  private final List<Window> windows = new ArrayList<>();
  private long next = Tempo.WARM_UP;

  Meter(Traffic traffic) {
    this.traffic = traffic;
  }

  /** Takes up the columns that have been finished since; how many there were. */
  int look() {
    List<Window> fresh = traffic.windowsFrom(next);
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

  /** Whether no column from one number on was far slower than most: the JVM has warmed up. */
  boolean steadyFrom(long number) {
    List<Duration> latencies =
        windows.stream()
            .filter(window -> window.number() >= number && window.requests() > 0)
            .map(Window::p95)
            .sorted()
            .toList();
    return !latencies.isEmpty()
        && latencies
                .getLast()
                .compareTo(latencies.get(latencies.size() / 2).multipliedBy(MOST_UNSTEADY))
            <= 0;
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
