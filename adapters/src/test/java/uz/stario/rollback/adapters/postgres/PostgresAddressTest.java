package uz.stario.rollback.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;

class PostgresAddressTest {

  private static Answer<PostgresAddress> parse(String text, Map<String, String> environment) {
    return PostgresAddress.parse("STARIO_JOURNAL", text, environment);
  }

  private static PostgresAddress given(String text, Map<String, String> environment) {
    return switch (parse(text, environment)) {
      case Answer.Given<PostgresAddress>(var address) -> address;
      case Answer.Refused<PostgresAddress>(var problem) ->
          throw new AssertionError(problem.sentence());
    };
  }

  @Test
  void an_address_names_user_host_port_database_and_whom_to_trust() {
    PostgresAddress address =
        given("postgresql://anna@db.example:6432/audit?sslmode=verify-full", Map.of());

    assertThat(address.url()).isEqualTo("jdbc:postgresql://db.example:6432/audit");
    assertThat(address.properties())
        .containsEntry("user", "anna")
        .containsEntry("sslmode", "verify-full")
        .doesNotContainKey("password");
    assertThat(address).hasToString("postgresql://anna@db.example:6432/audit");
  }

  @Test
  void what_it_leaves_out_comes_from_the_environment_and_the_usual_port() {
    PostgresAddress address =
        given("postgres://db/audit", Map.of("PGUSER", "olim", "PGPASSWORD", "s3cret+ü"));

    assertThat(address.url()).isEqualTo("jdbc:postgresql://db:5432/audit");
    assertThat(address.properties())
        .containsEntry("user", "olim")
        .containsEntry("password", "s3cret+ü");
  }

  @Test
  void a_password_in_the_address_is_used_and_never_shown() {
    PostgresAddress address = given("postgresql://anna:p%40ss+1@db/audit", Map.of());

    assertThat(address.properties()).containsEntry("password", "p@ss+1");
    assertThat(address.toString()).doesNotContain("p@ss", "p%40ss");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "journal.db",
        "mysql://db/audit",
        "postgresql://db",
        "postgresql:///audit",
        "postgresql://db/a/b",
        "postgresql://anna:s3cret@db/audit?socketFactory=java.lang.String",
        "postgresql://anna:s3cret@db/audit?password=x",
        "postgresql://anna:s3cret@db /audit",
      })
  void what_is_no_address_is_refused_without_quoting_it(String text) {
    assertThat(parse(text, Map.of()))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> {
              assertThat(refused.problem().code()).isEqualTo(ErrorCode.USAGE);
              assertThat(refused.problem().sentence()).doesNotContain("s3cret");
              assertThat(refused.problem().what()).contains("STARIO_JOURNAL");
            });
  }
}
