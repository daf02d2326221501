package uz.stario.rollback.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowTest {

  private static final Instant FINISHED = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration WANTED = Duration.ofMinutes(5);
  private static final Duration SHORTEST = Duration.ofSeconds(30);

  @Test
  void a_window_reaches_back_as_far_as_was_asked() {
    Instant now = FINISHED.plusSeconds(600);

    assertThat(Window.since(FINISHED, now, WANTED, SHORTEST))
        .isEqualTo(new Window.Open(now.minus(WANTED), now, false));
  }

  @Test
  void it_never_reaches_back_to_before_the_rollout_finished() {
    Instant now = FINISHED.plusSeconds(40);

    assertThat(Window.since(FINISHED, now, WANTED, SHORTEST))
        .isEqualTo(new Window.Open(FINISHED, now, true));
  }

  @Test
  void below_the_shortest_it_is_too_early_and_says_when_it_is_not() {
    assertThat(Window.since(FINISHED, FINISHED.plusSeconds(29), WANTED, SHORTEST))
        .isEqualTo(new Window.TooEarly(Duration.ofSeconds(29), SHORTEST, FINISHED.plusSeconds(30)));
  }

  @Test
  void a_clock_that_runs_behind_makes_no_negative_time() {
    assertThat(Window.since(FINISHED, FINISHED.minusSeconds(5), WANTED, SHORTEST))
        .isEqualTo(new Window.TooEarly(Duration.ZERO, SHORTEST, FINISHED.plusSeconds(30)));
  }
}
