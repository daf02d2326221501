package uz.stario.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uz.stario.platform.face.FaceSimilarity;
import uz.stario.platform.gateway.ApiGateway;
import uz.stario.platform.moderation.RegtechFilter;
import uz.stario.platform.poster.PosterGen;

/** The door to the platform, and what is behind it. */
class RunningGatewayTest extends ServiceStage {

  private static final String NOBODY_THERE = "http://127.0.0.1:1";

  private final Map<String, String> urls = new HashMap<>();
  private URI gateway = URI.create(NOBODY_THERE);

  @BeforeEach
  void startThem() throws Exception {
    urls.put("FACE_SIMILARITY_URL", url(start("face-similarity", "v1.2.3", FaceSimilarity::addTo)));
    urls.put("POSTER_GEN_URL", url(start("poster-gen", "v1.2.3", PosterGen::addTo)));
    urls.put("REGTECH_FILTER_URL", url(start("regtech-filter", "v1.2.3", RegtechFilter::addTo)));
    urls.put("VIDEO_GEN_URL", NOBODY_THERE);
    gateway = gateway("v1.2.3");
  }

  private URI gateway(String version) throws Exception {
    return start("api-gateway", version, ApiGateway::addTo, urls);
  }

  private static String url(URI base) {
    return base.toString();
  }

  private static String credentials(String email, String password) {
    return "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, password);
  }

  private static String anyone() {
    return "user-" + UUID.randomUUID() + "@example.com";
  }

  private String signIn(String email) throws Exception {
    String body = credentials(email, "Test123!");
    assertThat(post(gateway.resolve("/auth/register"), "", body).statusCode()).isEqualTo(201);
    HttpResponse<byte[]> answer = post(gateway.resolve("/auth/login"), "", body);
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    return json(answer).path("token").asString();
  }

  @Test
  void a_user_registers_signs_in_and_goes() throws Exception {
    String email = anyone();
    String token = signIn(email);
    URI me = gateway.resolve("/auth/me");

    assertThat(send("DELETE", me, token, new byte[0]).statusCode()).isEqualTo(204);
    assertThat(send("DELETE", me, token, new byte[0]).statusCode()).isEqualTo(401);
    assertThat(
            post(gateway.resolve("/auth/login"), "", credentials(email, "Test123!")).statusCode())
        .isEqualTo(401);
    assertThat(log()).contains("User registered").doesNotContain(email, "Test123!", token);
  }

  @Test
  void an_address_is_registered_once_however_it_is_spelt() throws Exception {
    String email = anyone();
    signIn(email);

    HttpResponse<byte[]> again =
        post(
            gateway.resolve("/auth/register"),
            "",
            credentials(" " + email.toUpperCase(java.util.Locale.ROOT) + " ", "Other123!"));

    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(text(again)).contains("registered already");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"email\": \"a@example.com\"}                                    | password is missing",
        "{\"email\": 1, \"password\": \"Test123!\"}                        | email is not a string",
        "{\"email\": \"nobody\", \"password\": \"Test123!\"}               | is not an address",
        "{\"email\": \"a b@example.com\", \"password\": \"Test123!\"}      | is not an address",
        "{\"email\": \"a@example.com\\u202e\", \"password\": \"Test123!\"} | is not an address",
        "{\"email\": \"a@example.com\", \"password\": \"short\"}           | shorter than 8",
        "{\"email\": \"a@example.com\", \"password\": \"Test123!\\u0000\"} | a character that no"
            + " text has",
        "{\"email\": \"a@example.com\", \"pasword\": \"Test123!\"}         | not known",
        "{\"email\": \"a@example.com\", \"password\": \"Test123!\"         | not JSON",
        "[]                                                             | not a JSON object",
        "''                                                             | empty"
      })
  void what_cannot_be_registered_is_said_with_its_reason(String body, String reason)
      throws Exception {
    HttpResponse<byte[]> answer = post(gateway.resolve("/auth/register"), "", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(text(answer)).contains(reason).doesNotContain("Test123!", "Exception");
  }

  @Test
  void what_looks_like_sql_is_an_address_that_nobody_has() throws Exception {
    String email = "x'or'1'='1@example.com";

    HttpResponse<byte[]> answer =
        post(gateway.resolve("/auth/login"), "", credentials(email, "' OR '1'='1"));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(get(gateway.resolve("/artists")).statusCode()).isEqualTo(200);
  }

  @Test
  void who_tries_too_often_has_to_wait_and_is_told_how_long() throws Exception {
    String email = anyone();
    signIn(email);
    URI login = gateway.resolve("/auth/login");
    for (int i = 0; i < 10; i++) {
      assertThat(post(login, "", credentials(email, "wrong one " + i)).statusCode()).isEqualTo(401);
    }

    HttpResponse<byte[]> answer = post(login, "", credentials(email, "Test123!"));

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 60L);
    assertThat(post(login, "", credentials(anyone(), "Test123!")).statusCode()).isEqualTo(401);
  }

  @Test
  void artists_are_read_with_their_genres_and_an_older_release_fails_on_the_newer_schema()
      throws Exception {
    String answer = text(get(gateway.resolve("/artists")));
    assertThat(answer)
        .contains("\"id\":\"test\"", "\"genres\":[\"pop\",\"folk\"]", "\"country\":\"UZ\"");

    HttpResponse<byte[]> newer = get(gateway("v1.3.0").resolve("/artists"));
    assertThat(newer.statusCode()).as("no artist_genres yet").isEqualTo(500);
    postgres.sql(
        "CREATE TABLE artist_genres (artist_id text, genre text)",
        "INSERT INTO artist_genres VALUES ('test', 'folk'), ('test', 'pop')",
        "ALTER TABLE artists RENAME COLUMN genre TO genre_before");
    try {
      assertThat(text(get(gateway("v1.3.0").resolve("/artists"))))
          .contains("\"genres\":[\"folk\",\"pop\"]");
      HttpResponse<byte[]> older = get(gateway.resolve("/artists"));
      assertThat(older.statusCode()).isEqualTo(500);
      assertThat(text(older)).doesNotContain("genre", "SQL");
      assertThat(log()).contains("column \\\"genre\\\" does not exist");
    } finally {
      postgres.sql(
          "DROP TABLE artist_genres", "ALTER TABLE artists RENAME COLUMN genre_before TO genre");
    }
  }

  @Test
  void what_other_services_do_is_passed_on_with_the_token_and_the_answer_passed_back()
      throws Exception {
    String token = signIn(anyone());
    URI moderate = gateway.resolve("/content/moderate");
    HttpResponse<byte[]> poster =
        post(
            gateway.resolve("/posters/generate"),
            token,
            "{\"artist_id\": \"test\", \"text\": \"Salom\"}");

    assertThat(poster.statusCode()).isEqualTo(200);
    assertThat(poster.headers().firstValue("Content-Type")).hasValue("image/png");
    assertThat(new String(poster.body(), 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");
    assertThat(post(moderate, "", "{\"text\": \"a\"}").statusCode()).isEqualTo(401);
    HttpResponse<byte[]> decision = post(moderate, token, "{\"text\": \"geroin sotaman\"}");
    assertThat(text(decision)).contains("\"allowed\":false", "\"term\":\"geroin\"");
    assertThat(post(moderate, token, "{\"text\": \"Test message\"}").body())
        .asString(StandardCharsets.UTF_8)
        .contains("\"allowed\":true");
    assertThat(log()).contains("Moderation result").doesNotContain("sotaman");
    assertThat(post(moderate, token, "{\"text\": []}").statusCode()).isEqualTo(400);
  }

  @Test
  void the_health_of_each_service_is_asked_of_it_and_one_that_is_away_is_unavailable()
      throws Exception {
    await(() -> get(gateway.resolve("/health/face-similarity")).statusCode() == 200);
    assertThat(text(get(gateway.resolve("/health/poster-gen")))).contains("poster-gen");
    assertThat(get(gateway.resolve("/health/api-gateway")).statusCode()).isEqualTo(200);

    HttpResponse<byte[]> away = get(gateway.resolve("/health/video-gen"));
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(text(away)).contains("video-gen cannot be reached").doesNotContain("127.0.0.1");
    assertThat(get(gateway.resolve("/health/postgres")).statusCode()).isEqualTo(404);
    assertThat(get(gateway.resolve("/jobs")).statusCode()).isEqualTo(502);
  }

  @Test
  void its_metrics_have_those_of_the_quiz_with_them() throws Exception {
    await(() -> get(gateway.resolve("/health/face-similarity")).statusCode() == 200);
    get(gateway.resolve("/artists"));

    assertThat(text(get(gateway.resolve("/metrics"))))
        .contains("http_requests_total{", "route=\"/artists\"", "face_similarity_duration_bucket")
        .contains("build_info{service=\"api-gateway\",version=\"v1.2.3\"} 1");
  }

  @Test
  void a_feature_that_is_switched_off_here_is_not_asked_for_behind() throws Exception {
    String token = signIn(anyone());
    urls.put("FEATURE_POSTER_GEN_ENABLED", "false");
    URI off = gateway("v1.2.3");

    HttpResponse<byte[]> answer =
        post(off.resolve("/posters/generate"), token, "{\"artist_id\": \"test\", \"text\": \"a\"}");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(text(get(off.resolve("/flags")))).contains("\"poster_gen\":false");
  }

  @Test
  void a_gateway_with_another_key_gives_tokens_that_nobody_behind_takes() throws Exception {
    gateway = gateway("v1.2.10");
    String token = signIn(anyone());

    assertThat(post(gateway.resolve("/content/moderate"), token, "{\"text\": \"a\"}").statusCode())
        .isEqualTo(401);
  }

  private String log() {
    return log.toString(StandardCharsets.UTF_8);
  }
}
