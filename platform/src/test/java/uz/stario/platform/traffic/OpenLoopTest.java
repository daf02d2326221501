package uz.stario.platform.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.stario.platform.traffic.OpenLoop.Journey;

class OpenLoopTest {

  private final FakeTicker ticker = new FakeTicker();
  private final Tally tally = new Tally();

  @Test
  void journeys_start_evenly_at_the_rate() {
    List<Long> starts = new ArrayList<>();
    new OpenLoop(ticker, Runnable::run)
        .run(
            4,
            Duration.ofSeconds(2),
            _ ->
                new Journey(
                    "look",
                    () -> {
                      starts.add(ticker.now / 1_000_000);
                      return new Outcome.Succeeded();
                    }),
            () -> false,
            tally);

    assertThat(starts).containsExactly(0L, 250L, 500L, 750L, 1000L, 1250L, 1500L, 1750L);
  }

  @Test
  void a_stall_counts_for_each_journey_that_it_delayed() {
    // On one thread, a second long: the next three were meant to start within it.
    new OpenLoop(ticker, Runnable::run)
        .run(
            4,
            Duration.ofSeconds(1),
            n ->
                new Journey(
                    "look",
                    () -> {
                      ticker.waitUntil(ticker.now() + (n == 0 ? 1_000_000_000L : 0));
                      return new Outcome.Succeeded();
                    }),
            () -> false,
            tally);

    JsonNode all = JsonMapper.shared().readTree(tally.json()).path("all");
    assertThat(all.path("sent").asInt()).isEqualTo(4);
    assertThat(all.path("max").asDouble()).isBetween(999.0, 1001.0);
    assertThat(all.path("p50").asDouble()).as("0.25, 0.5, 0.75 and 1 s").isBetween(499.0, 501.0);
  }

  @Test
  void no_journey_waits_for_the_answers_of_those_before() throws InterruptedException {
    int count = 50;
    var all = new CountDownLatch(count);
    try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {
      // None ends before the last has begun; a loop that waited would never get there.
      new OpenLoop(ticker, users)
          .run(
              count,
              Duration.ofSeconds(1),
              _ ->
                  new Journey(
                      "look",
                      () -> {
                        all.countDown();
                        try {
                          all.await();
                        } catch (InterruptedException _) {
                          Thread.currentThread().interrupt();
                        }
                        return new Outcome.Succeeded();
                      }),
              () -> false,
              tally);
      all.await();
    }
    assertThat(tally.count()).isEqualTo(count);
    assertThat(tally.failed()).isZero();
  }

  @Test
  void those_over_the_bound_count_as_failed() {
    new OpenLoop(ticker, _ -> {})
        .run(
            OpenLoop.MAX_IN_FLIGHT + 3,
            Duration.ofSeconds(1),
            _ -> new Journey("look", Outcome.Succeeded::new),
            () -> false,
            tally);

    assertThat(tally.failed()).isEqualTo(3);
    assertThat(tally.table()).contains("3  look: not sent, too many on their way");
  }

  @Test
  void a_stop_ends_it_before_the_next_start() {
    new OpenLoop(ticker, Runnable::run)
        .run(
            10,
            Duration.ofSeconds(10),
            _ -> new Journey("look", Outcome.Succeeded::new),
            () -> tally.count() == 7,
            tally);

    assertThat(tally.count()).isEqualTo(7);
  }

  private static final class FakeTicker implements OpenLoop.Ticker {
    private volatile long now;

    @Override
    public long now() {
      return now;
    }

    @Override
    public void waitUntil(long instant) {
      now = Math.max(now, instant);
    }
  }
}
