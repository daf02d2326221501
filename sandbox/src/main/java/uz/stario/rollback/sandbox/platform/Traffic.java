package uz.stario.rollback.sandbox.platform;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import uz.stario.platform.traffic.Journeys;
import uz.stario.platform.traffic.Outcome;

/**
 * People at the platform: an open loop of their journeys, at an even rate.
 *
 * <p>Open loop means that a slow answer does not keep the next request back; what finds no room in
 * flight is counted as dropped, and a dropped or unanswered request is an error to its sender. Safe
 * for all threads.
 */
public final class Traffic implements AutoCloseable {
  /** An hour of ten-second windows, or three minutes of half-second ones. */
  private static final int MOST_WINDOWS = 360;

  private final Duration span;
  private final Journeys journeys;
  private final Semaphore inFlight;
  private final ScheduledExecutorService clock;
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong turn = new AtomicLong();
  private final ArrayDeque<Window> windows = new ArrayDeque<>();
  private List<Duration> latencies = new ArrayList<>();
  private long errors;
  private long dropped;
  private long finished;

  /**
   * What a stretch of time saw.
   *
   * @param number counts the windows from zero, so that a reader knows which are new
   * @param span how long it is
   * @param latencies of the answered requests, shortest first
   * @param errors those answered with 5xx or not at all
   * @param dropped those never sent because too many were under way
   */
  public record Window(
      long number, Duration span, List<Duration> latencies, long errors, long dropped) {
    /** Sorts the latencies. */
    public Window {
      latencies = latencies.stream().sorted().toList();
    }

    /** Several windows, one after the other, as one. */
    public static Window over(List<Window> windows) {
      return new Window(
          windows.isEmpty() ? 0 : windows.getLast().number,
          windows.stream().map(Window::span).reduce(Duration.ZERO, Duration::plus),
          windows.stream().flatMap(window -> window.latencies.stream()).toList(),
          windows.stream().mapToLong(Window::errors).sum(),
          windows.stream().mapToLong(Window::dropped).sum());
    }

    /** Requests that ended, well or not. */
    public long requests() {
      return latencies.size();
    }

    /** The median latency; zero without requests. */
    public Duration p50() {
      return quantile(0.5);
    }

    /** The latency that one in twenty exceeds; zero without requests. */
    public Duration p95() {
      return quantile(0.95);
    }

    private Duration quantile(double share) {
      return latencies.isEmpty()
          ? Duration.ZERO
          : latencies.get(Math.min(latencies.size() - 1, (int) (latencies.size() * share)));
    }

    /** Errors and drops among all requests; zero where there were none. */
    public double errorRate() {
      long all = requests() + dropped;
      return all == 0 ? 0 : (double) (errors + dropped) / all;
    }
  }

  private Traffic(Journeys journeys, int mostInFlight, Duration span) {
    this.journeys = journeys;
    this.span = span;
    this.inFlight = new Semaphore(mostInFlight);
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sandbox-traffic").factory());
  }

  /**
   * Starts to send.
   *
   * @param journeys what they do, one request each; closed with the traffic
   * @param perSecond requests a second
   * @param mostInFlight how many may be under way at once
   * @param window how long each report covers
   */
  public static Traffic start(
      Journeys journeys, double perSecond, int mostInFlight, Duration window) {
    Traffic traffic = new Traffic(journeys, mostInFlight, window);
    long gap = Math.max(1, (long) (1e9 / perSecond));
    var sending = traffic.clock.scheduleAtFixedRate(traffic::send, 0, gap, TimeUnit.NANOSECONDS);
    var reporting =
        traffic.clock.scheduleAtFixedRate(
            traffic::turnOver, window.toNanos(), window.toNanos(), TimeUnit.NANOSECONDS);
    if (sending.isCancelled() || reporting.isCancelled()) {
      throw new IllegalStateException("the traffic did not start");
    }
    return traffic;
  }

  private void send() {
    if (!inFlight.tryAcquire()) {
      synchronized (this) {
        dropped++;
      }
      return;
    }
    long n = turn.getAndIncrement();
    senders.execute(() -> {
      long began = System.nanoTime();
      try {
        boolean failed = journeys.go(n) instanceof Outcome.Failed;
        note(Duration.ofNanos(System.nanoTime() - began), failed);
      } finally {
        inFlight.release();
      }
    });
  }

  private synchronized void note(Duration took, boolean failed) {
    latencies.add(took);
    errors += failed ? 1 : 0;
  }

  private synchronized void turnOver() {
    Window window = window();
    if (windows.size() == MOST_WINDOWS) {
      windows.removeFirst();
    }
    windows.add(window);
    finished++;
    latencies = new ArrayList<>();
    errors = 0;
    dropped = 0;
  }

  private Window window() {
    return new Window(finished, span, latencies, errors, dropped);
  }

  /** The finished windows, oldest first; only the newest are kept. */
  public synchronized List<Window> windows() {
    return List.copyOf(windows);
  }

  /** The finished windows from one number on, oldest first. */
  public synchronized List<Window> windowsFrom(long number) {
    return windows.stream().filter(window -> window.number >= number).toList();
  }

  /** The window under way. */
  public synchronized Window current() {
    return window();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    senders.shutdownNow();
    journeys.close();
  }
}
