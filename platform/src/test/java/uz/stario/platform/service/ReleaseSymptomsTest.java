package uz.stario.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.JsonNode;
import uz.stario.platform.face.Portrait;
import uz.stario.platform.server.Migrations;

/**
 * What an operator sees from outside of each release. v1.2.9 is told in {@link
 * RunningServicesTest}; the releases whose process ends, in {@link EndingReleasesTest}.
 */
class ReleaseSymptomsTest extends PlatformStage {

  private static final String ACCOUNT = "{\"email\": \"%s\", \"password\": \"Test123!\"}";
  private static final String TEXT = "{\"text\": \"Salom\"}";

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static HttpResponse<byte[]> get(URI uri) throws IOException, InterruptedException {
    return send("GET", uri, "", NOTHING);
  }

  private static URI gateway(String version) throws IOException {
    Map<String, String> urls = new HashMap<>();
    for (String name : List.of("face-similarity", "poster-gen", "regtech-filter", "video-gen")) {
      urls.put(variable(name), at(name, "").toString());
    }
    return start("api-gateway", version, urls);
  }

  private static int moderate(URI filter, String version) {
    try {
      return post(filter.resolve("/content/moderate"), token(version), TEXT).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A number of the metrics page, by the beginning of its line. */
  private static double metric(URI base, String line) throws Exception {
    return text(get(base.resolve("/metrics")))
        .lines()
        .filter(found -> found.startsWith(line))
        .mapToDouble(found -> Double.parseDouble(found.substring(found.lastIndexOf(' '))))
        .sum();
  }

  /** The genres of each artist; their order means nothing. */
  private static Map<String, Set<String>> genres(URI artists) throws Exception {
    Map<String, Set<String>> genres = new HashMap<>();
    for (JsonNode artist : ServiceStage.json(get(artists)).path("artists")) {
      Set<String> its = new HashSet<>();
      artist.path("genres").forEach(genre -> its.add(genre.asString()));
      genres.put(artist.path("id").asString(), its);
    }
    return genres;
  }

  @ParameterizedTest
  @CsvSource({
    "v1.2.1, no-store, false",
    "v1.2.2, 'public, max-age=60', false",
    "v1.2.3, 'public, max-age=60', true"
  })
  void the_good_releases_differ_in_what_proxies_keep_and_in_what_429_says(
      String version, String keep, boolean saysWhenToRetry) throws Exception {
    URI gateway = gateway(version);
    assertThat(get(gateway.resolve("/health")).statusCode()).isEqualTo(200);
    assertThat(get(gateway.resolve("/artists")).headers().firstValue("Cache-Control"))
        .hasValue(keep);
    String nobody = ACCOUNT.formatted("nobody-" + version + "@example.com");
    HttpResponse<byte[]> answer = post(gateway.resolve("/auth/login"), "", nobody);
    for (int i = 0; i < 10; i++) {
      answer = post(gateway.resolve("/auth/login"), "", nobody);
    }
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(saysWhenToRetry);
  }

  @Test
  void v1_2_4_fails_twelve_requests_of_a_hundred_and_stays_healthy() throws Exception {
    URI bad = start("regtech-filter", "v1.2.4", Map.of());
    List<Integer> statuses =
        IntStream.range(0, 100).map(_ -> moderate(bad, "v1.2.4")).boxed().toList();

    assertThat(statuses).containsOnly(200, 500);
    assertThat(statuses.stream().filter(status -> status == 500)).hasSize(12);
    assertThat(
            metric(
                bad,
                "http_requests_total{method=\"POST\",route=\"/content/moderate\",service=\"regtech-filter\",status=\"500\"}"))
        .isEqualTo(12);
    assertThat(get(bad.resolve("/health")).statusCode()).isEqualTo(200);
    assertThat(text(post(bad.resolve("/content/moderate"), token(), "{")))
        .as("a refusal is no error of the release")
        .contains("not JSON");
  }

  @Test
  void v1_2_5_makes_every_second_request_wait_which_its_histogram_shows() throws Exception {
    URI slow = start("regtech-filter", "v1.2.5", Map.of());
    for (int i = 0; i < 40; i++) {
      assertThat(moderate(slow, "v1.2.5")).isEqualTo(200);
    }
    String family = "http_request_duration_seconds";
    String labels = "{method=\"POST\",route=\"/content/moderate\",service=\"regtech-filter\"";

    assertThat(metric(slow, family + "_count" + labels)).isEqualTo(40);
    // The wait is of 40 milliseconds at least, so none of them can be in the lower buckets.
    assertThat(metric(slow, family + "_bucket" + labels + ",le=\"0.025\"")).isLessThanOrEqualTo(20);
    assertThat(metric(slow, family + "_sum" + labels)).isGreaterThanOrEqualTo(20 * 0.04);
    assertThat(get(slow.resolve("/health")).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"api-gateway", "poster-gen", "regtech-filter", "face-similarity", "video-gen"})
  void v1_2_7_is_never_ready_and_says_why_though_it_works(String service) throws Exception {
    URI unready = start(service, "v1.2.7", Map.of());
    HttpResponse<byte[]> health = get(unready.resolve("/health"));

    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(text(health)).contains("start: the caches are still being filled", "v1.2.7");
    assertThat(get(unready.resolve("/metrics")).statusCode()).isEqualTo(200);
  }

  @Test
  void v1_2_10_refuses_the_tokens_of_others_and_others_refuse_its_own() throws Exception {
    URI filter = start("regtech-filter", "v1.2.10", Map.of());
    URI gateway =
        start("api-gateway", "v1.2.10", Map.of(variable("regtech-filter"), filter.toString()));
    String account = ACCOUNT.formatted("other-key@example.com");
    assertThat(post(gateway.resolve("/auth/register"), "", account).statusCode()).isEqualTo(201);
    String token =
        ServiceStage.json(post(gateway.resolve("/auth/login"), "", account))
            .path("token")
            .asString();

    assertRefused(
        post(at("regtech-filter", "/content/moderate"), token, TEXT),
        401,
        "the new one's at the old");
    assertRefused(
        post(filter.resolve("/content/moderate"), token(), TEXT), 401, "the old at the new");
    assertRefused(
        send("DELETE", gateway.resolve("/auth/me"), token(), NOTHING),
        401,
        "the old at the gateway");
    assertThat(post(gateway.resolve("/content/moderate"), token, TEXT).statusCode())
        .as("where all are of this release nothing is seen")
        .isEqualTo(200);
  }

  @Test
  void v1_2_12_fails_in_the_quiz_alone_until_its_flag_is_off() throws Exception {
    URI faces = start("face-similarity", "v1.2.12", Map.of());
    URI gateway =
        start("api-gateway", "v1.2.3", Map.of(variable("face-similarity"), faces.toString()));
    byte[] picture = ImageBadInputTest.png(Portrait.of("test"));
    ServiceStage.await(() -> get(faces.resolve("/health")).statusCode() == 200);

    assertRefused(send("POST", faces.resolve("/face-quiz"), "", picture), 500, "the quiz");
    assertRefused(
        send("POST", gateway.resolve("/face-quiz"), "", picture), 500, "through the gateway");
    assertThat(post(faces.resolve("/face-quiz/health"), "", "").statusCode()).isEqualTo(200);
    assertThat(get(faces.resolve("/health")).statusCode()).isEqualTo(200);
    assertThat(get(gateway.resolve("/artists")).statusCode()).isEqualTo(200);
    try (RedisClient redis = redisServer.client()) {
      redis.set("feature:voice_quiz:enabled", "false");
      try {
        ServiceStage.await(
            () -> send("POST", faces.resolve("/face-quiz"), "", picture).statusCode() == 200);
        ServiceStage.await(
            () -> send("POST", gateway.resolve("/face-quiz"), "", picture).statusCode() == 403);
        assertThat(text(get(gateway.resolve("/flags")))).contains("\"voice_quiz\":false");
      } finally {
        redis.del("feature:voice_quiz:enabled");
      }
      ServiceStage.await(
          () -> send("POST", faces.resolve("/face-quiz"), "", picture).statusCode() == 500);
    }
  }

  @Test
  void v1_3_0_needs_its_own_schema_and_v1_2_3_fails_on_it_until_the_migration_is_taken_back()
      throws Exception {
    URI older = at("api-gateway", "/artists");
    URI newer = gateway("v1.3.0").resolve("/artists");
    Map<String, Set<String>> before = genres(older);
    assertThat(before).containsEntry("yalla", Set.of("rock", "folk"));

    assertRefused(get(newer), 500, "the newer release on the older schema");
    assertThat(log())
        .contains("The schema is not this release's")
        .contains("relation \\\"artist_genres\\\" does not exist");

    Migrations.upgrade(postgres, Migrations.V1_3);
    try {
      assertThat(genres(newer)).isEqualTo(before);
      assertRefused(get(older), 500, "the older release on the newer schema");
      assertThat(log()).contains("column \\\"genre\\\" does not exist");
      assertThat(get(at("api-gateway", "/health")).statusCode())
          .as("the rest of the gateway still works")
          .isEqualTo(200);
    } finally {
      Migrations.downgrade(postgres, Migrations.V1_2);
    }

    assertThat(genres(older)).as("every genre is kept").isEqualTo(before);
    assertThat(get(newer).statusCode()).isEqualTo(500);
  }
}
