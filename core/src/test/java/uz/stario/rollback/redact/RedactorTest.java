package uz.stario.rollback.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URLEncoder;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

  private static final Redactor REDACTOR = new Redactor();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DB_PASSWORD", "db_passwd", "ADMIN_PWD", "JWT_SECRET", "GITHUB_TOKEN", "OPENAI_API_KEY",
        "APIKEY", "STRIPE_KEY", "SIGNING_KEY", "AWS_SECRET_ACCESS_KEY", "SENTRY_DSN",
            "SLACK_WEBHOOK",
        "GOOGLE_CREDENTIALS", "BASIC_AUTH", "SECRET_KEY_BASE", "DBPASSWORD", "clientSecret",
            "apiKey",
        "X-Api-Key", "AWS_ACCESS_KEY_ID", "API_KEYS"
      })
  void a_value_is_hidden_where_the_name_says_that_it_is_secret(String name) {
    assertThat(REDACTOR.value(name, "hunter2")).isEqualTo("••••");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FEATURE_VOICE_QUIZ_ENABLED",
        "USE_MOCK_AI",
        "LOG_LEVEL",
        "AUTHOR",
        "KEYBOARD",
        "MONKEY",
        "TOKENIZER",
        "COMPASS",
        "MAX_TOKENS",
        "TOKEN_TTL",
        "PASSWORD_FILE",
        "SSH_PUBLIC_KEY",
        "PWD"
      })
  void a_flag_is_shown(String name) {
    assertThat(REDACTOR.value(name, "false")).isEqualTo("false");
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
    assertThat(REDACTOR.value("ADDRESS", value)).isEqualTo(shown);
  }

  @Test
  void a_private_key_is_hidden_whatever_its_name() {
    assertThat(REDACTOR.value("TLS", "-----BEGIN PRIVATE KEY-----\nMIIE")).isEqualTo("••••");
  }

  @Test
  void where_a_secret_comes_from_is_shown_for_it_is_not_the_secret() {
    assertThat(REDACTOR.value("JWT_SECRET", "secret jwt/key")).isEqualTo("secret jwt/key");
    assertThat(REDACTOR.value("DB_PASSWORD", "")).isEmpty();
  }

  @Test
  void a_password_that_looks_like_a_reference_is_hidden() {
    assertThat(REDACTOR.value("DB_PASSWORD", "secret sauce 42")).isEqualTo("••••");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET https://api/x?token=abc&page=2 failed        | GET https://api/x?token=••••&page=2 failed
          {"user":"u","password":"a\\\"b c","id":1}           | {"user":"u","password":"••••","id":1}
          {\\"apiKey\\": \\"abc\\"}                            | {\\"apiKey\\": \\"••••\\"}
          Authorization: Bearer abcdef                     | Authorization: Bearer ••••
          X-Auth-Token: f00ba4                             | X-Auth-Token: ••••
          the server says: bearer 0123456789abcdef is old  | the server says: bearer •••• is old
          DB_PASSWORD=hunter2, then                        | DB_PASSWORD=••••, then
          postgres://u:p4ss@db/app refused                 | postgres://u:••••@db/app refused
          at https://hooks.slack.com/services/T0/B0/x      | at https://hooks.slack.com/services/••••
          key AKIAIOSFODNN7EXAMPLE of AWS                  | key •••• of AWS
          eyJhbGciOi.eyJzdWIiOiI.SflKx expired             | •••• expired
          ghp_0123456789abcdefghijklmn is not allowed      | •••• is not allowed
          """)
  void a_secret_in_a_text_is_hidden(String text, String shown) {
    assertThat(REDACTOR.text(text)).isEqualTo(shown);
    assertThat(REDACTOR.text(shown)).as("hidden again").isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "image registry/token-service:v1.2.3 → registry/token-service:v1.2.2",
        "deployment/token-service: 2 of 3 pods ready",
        "deployment/my-secret: v1.2.3 → v1.2.2",
        "must not hold a user or password: secrets are never in a playbook",
        "Cannot read the token: the file /run/token is empty.",
        "DB_PASSWORD comes from secret jwt/key",
        "kubectl set env deployment/api -c api USE_MOCK_AI=true -n stario",
        "GET http://127.0.0.1:8080/health?mail=a@b says 503",
        "basic checks of bearer tokens",
        "{\"detail\":\"no"
            + " token:\",\"mark\":\"uid=1;generation=2\",\"at\":\"2026-01-31T10:00:00Z\"}",
      })
  void a_text_without_secrets_stays_as_it_is(String text) {
    assertThat(REDACTOR.text(text)).isEqualTo(text);
  }

  @Test
  void a_value_that_was_seen_is_hidden_wherever_and_however_it_shows_up() {
    Redactor redactor = new Redactor();
    String secret = "s3cr\"t/wörd+7";
    redactor.learn(secret);

    byte[] bytes = ("user:" + secret + "!").getBytes(UTF_8);
    for (String form :
        List.of(
            secret,
            URLEncoder.encode(secret, UTF_8),
            "s3cr%22t%2fw%c3%b6rd%2b7",
            "s3cr\\\"t/wörd+7",
            Base64.getEncoder().encodeToString(bytes),
            Base64.getUrlEncoder().withoutPadding().encodeToString(secret.getBytes(UTF_8)))) {
      String shown = redactor.text("before <" + form + "> after");
      assertThat(shown).as(form).isIn("before <••••> after");
    }
  }

  @Test
  void base64_is_found_whatever_stands_before_the_secret() {
    Redactor redactor = new Redactor();
    redactor.learn("tok-4711-abcdef");
    for (int before = 0; before < 6; before++) {
      byte[] bytes = ("x".repeat(before) + "tok-4711-abcdef").getBytes(UTF_8);
      String encoded = Base64.getEncoder().encodeToString(bytes);
      assertThat(redactor.text("<" + encoded + ">")).isEqualTo("<••••>");
    }
  }

  @Test
  void a_key_of_many_lines_is_hidden_line_by_line() {
    Redactor redactor = new Redactor();
    redactor.learn("-----BEGIN KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----\n");

    assertThat(redactor.text("hkiG9w0BAQEFAASC")).isEqualTo("••••");
    assertThat(redactor.text("-----END KEY-----")).isEqualTo("-----END KEY-----");
  }

  @Test
  void what_is_too_short_or_an_everyday_word_is_not_hidden_everywhere() {
    Redactor redactor = new Redactor();
    redactor.learn("a");
    redactor.learn("DB_PASSWORD", "postgres");
    redactor.learn("ADMIN_PASSWORD", "api-gateway");
    redactor.learn("PIN_SECRET", "8080");
    redactor.learn("JWT_SECRET", "hunter2");
    redactor.learn("SOME_TOKEN", "");
    redactor.learn("OTHER_TOKEN", "$(JWT_SECRET)");

    String text = "api-gateway and postgres at 8080 with $(JWT_SECRET), xhunter2x";
    assertThat(redactor.text(text)).isEqualTo(text);
    assertThat(redactor.text("it said hunter2.\\nhunter2")).isEqualTo("it said ••••.\\n••••");
    assertThat(redactor.value("DB_PASSWORD", "postgres")).isEqualTo("••••");
  }

  @Test
  void the_password_in_an_address_is_hidden_beside_it_too() {
    Redactor redactor = new Redactor();
    redactor.learn("DATABASE_URL", "postgres://stario:pa55/w0rd@db/app");

    assertThat(redactor.text("password authentication failed for stario (pa55/w0rd)"))
        .isEqualTo("password authentication failed for stario (••••)");
  }

  @Test
  void a_long_text_takes_no_long_time() {
    Redactor redactor = new Redactor();
    redactor.learn("tok-4711-abcdef");
    String text =
        "a.b-c_".repeat(200_000) + " eyJ" + "a".repeat(200_000) + "bearer ".repeat(50_000);

    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> redactor.text(text));
  }
}
