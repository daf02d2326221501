package uz.stario.rollback.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthCheckTest {

  @Test
  void the_environments_address_takes_the_place_of_the_variable() {
    assertThat(check("${url}/health").in(environment("https://api.example")).url())
        .isEqualTo("https://api.example/health");
  }

  @Test
  void a_slash_at_the_end_of_the_environments_address_is_not_doubled() {
    assertThat(check("${url}/health").in(environment("https://api.example/")).url())
        .isEqualTo("https://api.example/health");
  }

  @Test
  void a_complete_address_is_the_same_in_every_environment() {
    HealthCheck check = check("http://elsewhere.example/health");
    assertThat(check.in(environment("https://api.example"))).isEqualTo(check);
  }

  @Test
  void an_environment_without_an_address_is_a_bug_by_then() {
    Environment bare =
        new Environment(
            "prod", Optional.empty(), "ns", Optional.empty(), Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> check("${url}/health").in(bare))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("prod");
  }

  private static HealthCheck check(String url) {
    return new HealthCheck("health", "GET", url, 200, Optional.empty(), Duration.ofSeconds(5));
  }

  private static Environment environment(String url) {
    return new Environment(
        "prod", Optional.empty(), "ns", Optional.of(url), Optional.empty(), Optional.empty());
  }
}
