package uz.stario.rollback.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DB_PASSWORD", "db_passwd", "ADMIN_PWD", "JWT_SECRET", "GITHUB_TOKEN", "OPENAI_API_KEY",
        "APIKEY", "STRIPE_KEY", "SIGNING_KEY", "AWS_SECRET_ACCESS_KEY", "SENTRY_DSN",
            "SLACK_WEBHOOK",
        "GOOGLE_CREDENTIALS", "BASIC_AUTH", "SECRET_KEY_BASE"
      })
  void a_value_is_hidden_where_the_name_says_that_it_is_secret(String name) {
    assertThat(Masking.shown(name, "hunter2")).isEqualTo("••••");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"FEATURE_VOICE_QUIZ_ENABLED", "USE_MOCK_AI", "LOG_LEVEL", "AUTHOR", "KEYBOARD"})
  void a_flag_is_shown(String name) {
    assertThat(Masking.shown(name, "false")).isEqualTo("false");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          postgres://stario:s3cret@db:5432/app,  postgres://stario:••••@db:5432/app
          redis://:s3cret@redis:6379,            redis://:••••@redis:6379
          postgres://stario:p/a@ss@db/app,       postgres://stario:••••@db/app
          jdbc:postgresql://db/a?user=u&password=p4ss&ssl=on, jdbc:postgresql://db/a?user=u&password=••••&ssl=on
          Server=db;Pwd=p4ss;Timeout=3,          Server=db;Pwd=••••;Timeout=3
          http://api:8080/health,                http://api:8080/health
          """)
  void a_password_inside_an_address_is_hidden(String value, String shown) {
    assertThat(Masking.shown("ADDRESS", value)).isEqualTo(shown);
  }

  @Test
  void a_private_key_is_hidden_whatever_its_name() {
    assertThat(Masking.shown("TLS", "-----BEGIN PRIVATE KEY-----\nMIIE")).isEqualTo("••••");
  }

  @Test
  void where_a_secret_comes_from_is_shown_for_it_is_not_the_secret() {
    assertThat(Masking.shown("JWT_SECRET", "secret jwt/key")).isEqualTo("secret jwt/key");
    assertThat(Masking.shown("DB_PASSWORD", "")).isEmpty();
  }

  @Test
  void a_password_that_looks_like_a_reference_is_hidden() {
    assertThat(Masking.shown("DB_PASSWORD", "secret sauce 42")).isEqualTo("••••");
  }
}
