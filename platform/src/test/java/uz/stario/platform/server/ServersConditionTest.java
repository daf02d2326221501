package uz.stario.platform.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ServersConditionTest {

  @Test
  void nothing_that_is_missing_is_nothing_to_skip() {
    assertThat(ServersCondition.verdict(List.of(), true).isDisabled()).isFalse();
  }

  @Test
  void a_missing_server_skips_the_tests_and_is_named_with_its_package() {
    var verdict = ServersCondition.verdict(List.of(Server.REDIS, Server.ALEMBIC), false);

    assertThat(verdict.isDisabled()).isTrue();
    assertThat(verdict.getReason().orElseThrow())
        .contains("REDIS", "apt-get install redis-server alembic python3-psycopg2");
  }

  @Test
  void in_ci_a_missing_server_fails() {
    assertThatThrownBy(() -> ServersCondition.verdict(List.of(Server.POSTGRES), true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("apt-get install postgresql");
  }
}
