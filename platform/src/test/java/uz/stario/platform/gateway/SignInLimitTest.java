package uz.stario.platform.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInLimitTest {

  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final SignInLimit limit = new SignInLimit(() -> now);

  @Test
  void the_eleventh_try_in_a_minute_waits_until_the_first_is_a_minute_old() {
    for (int i = 0; i < SignInLimit.TRIES; i++) {
      assertThat(limit.waitSeconds("a@x.uz")).isEmpty();
      limit.failed("a@x.uz");
      now = now.plusSeconds(1);
    }

    assertThat(limit.waitSeconds("a@x.uz")).hasValue(50);
    assertThat(limit.waitSeconds("b@x.uz")).isEmpty();
    now = now.plusSeconds(50);
    assertThat(limit.waitSeconds("a@x.uz")).isEmpty();
  }

  @Test
  void who_signs_in_begins_anew() {
    for (int i = 0; i < SignInLimit.TRIES - 1; i++) {
      limit.failed("a@x.uz");
    }
    limit.succeeded("a@x.uz");
    limit.failed("a@x.uz");

    assertThat(limit.waitSeconds("a@x.uz")).isEmpty();
  }
}
