package uz.stario.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import uz.stario.platform.face.Portrait;
import uz.stario.platform.server.SilentServer;

/**
 * PostgreSQL and Redis that are away, silent, or come back. Nothing may hang: an answer that does
 * not come within the limit of each test fails it.
 */
@Timeout(120)
class StoresAwayTest extends PlatformStage {

  private static final String POSTER = "{\"artist_id\": \"test\", \"text\": \"Salom\"}";
  private static final String VIDEO = "{\"artist_id\": \"test\", \"prompt\": \"Salom\"}";
  private static final String ACCOUNT =
      "{\"email\": \"a@example.com\", \"password\": \"Test123!\"}";

  private static void assertUnavailable(HttpResponse<byte[]> answer, String reason) {
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains(reason);
    assertRefused(answer, 503, reason);
  }

  private static void assertUnhealthy(String service, URI base, String... reasons)
      throws Exception {
    HttpResponse<byte[]> health = send("GET", base.resolve("/health"), "", NOTHING);
    String body = new String(health.body(), StandardCharsets.UTF_8);
    assertThat(health.statusCode()).as("%s: %s", service, body).isEqualTo(503);
    assertThat(body).contains(reasons).contains(service);
    assertTellsNothing(body);
  }

  private static byte[] portrait() throws IOException {
    var png = new ByteArrayOutputStream();
    ImageIO.write(Portrait.of("test"), "png", png);
    return png.toByteArray();
  }

  @Test
  void while_postgres_is_away_all_that_needs_it_says_so_and_goes_on_when_it_is_back()
      throws Exception {
    String away = "the database cannot be used just now";
    byte[] picture = portrait();
    postgres.crash();
    try {
      // All at once, for each waits for the database as long as it is allowed to.
      List<Callable<HttpResponse<byte[]>>> requests =
          List.of(
              () -> post(at("api-gateway", "/auth/register"), "", ACCOUNT),
              () -> post(at("api-gateway", "/auth/login"), "", ACCOUNT),
              () -> send("DELETE", at("api-gateway", "/auth/me"), token(), NOTHING),
              () -> send("GET", at("api-gateway", "/artists"), "", NOTHING),
              () -> post(at("api-gateway", "/posters/generate"), token(), POSTER),
              () -> post(at("poster-gen", "/posters/generate"), token(), POSTER),
              () -> post(at("video-gen", "/videos"), token(), VIDEO),
              () -> send("GET", at("video-gen", "/videos/" + USER), "", NOTHING),
              () -> send("POST", at("face-similarity", "/face-quiz"), "", picture));
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<HttpResponse<byte[]>> answer : threads.invokeAll(requests)) {
          assertUnavailable(answer.get(), away);
        }
      }
      for (String service : List.of("api-gateway", "poster-gen", "face-similarity", "video-gen")) {
        assertUnhealthy(service, at(service, "/"), "postgres: the database cannot be reached");
      }
      assertThat(send("GET", at("api-gateway", "/health/poster-gen"), "", NOTHING).statusCode())
          .isEqualTo(503);
      assertThat(
              post(at("regtech-filter", "/content/moderate"), token(), "{\"text\": \"a\"}")
                  .statusCode())
          .as("moderation needs no database")
          .isEqualTo(200);
    } finally {
      postgres.on();
    }
    ServiceStage.await(
        () -> send("GET", at("poster-gen", "/health"), "", NOTHING).statusCode() == 200);
    assertThat(post(at("poster-gen", "/posters/generate"), token(), POSTER).statusCode())
        .isEqualTo(200);
    assertThat(send("GET", at("api-gateway", "/artists"), "", NOTHING).statusCode()).isEqualTo(200);
    assertThat(send("POST", at("face-similarity", "/face-quiz"), "", picture).statusCode())
        .isEqualTo(200);
  }

  @Test
  void while_redis_is_away_videos_wait_and_the_rest_goes_on_with_the_flags_it_knows()
      throws Exception {
    Map<String, Long> before = state();
    redisServer.crash();
    try {
      assertUnavailable(
          post(at("video-gen", "/videos"), token(), VIDEO), "Redis cannot be used just now");
      assertUnavailable(
          send("GET", at("video-gen", "/jobs"), "", NOTHING), "Redis cannot be used just now");
      assertUnhealthy("video-gen", at("video-gen", "/"), "redis: Redis cannot be reached");
      assertThat(send("GET", at("poster-gen", "/health"), "", NOTHING).statusCode()).isEqualTo(200);
      assertThat(post(at("poster-gen", "/posters/generate"), token(), POSTER).statusCode())
          .isEqualTo(200);
      ServiceStage.await(() ->
          new String(
                  send("GET", at("api-gateway", "/flags"), "", NOTHING).body(),
                  StandardCharsets.UTF_8)
              .contains("away: the last values stay in force"));
    } finally {
      redisServer.startAgain();
    }
    assertThat(state().get("videos")).as("no row without a job").isEqualTo(before.get("videos"));
    ServiceStage.await(
        () -> send("GET", at("video-gen", "/health"), "", NOTHING).statusCode() == 200);
    assertThat(post(at("video-gen", "/videos"), token(), VIDEO).statusCode()).isEqualTo(202);
  }

  @Test
  void a_database_that_takes_connections_and_never_answers_holds_nobody() throws Exception {
    try (var silent = new SilentServer()) {
      String url = "postgresql://stario:x@127.0.0.1:" + silent.port() + "/stario";
      URI gateway = start("api-gateway", "v1.2.3", Map.of("DATABASE_URL", url));
      URI posters = start("poster-gen", "v1.2.3", Map.of("DATABASE_URL", url));

      assertUnhealthy("poster-gen", posters, "postgres: the database cannot be reached");
      assertUnavailable(
          send("GET", gateway.resolve("/artists"), "", NOTHING), "the database cannot be used");
      assertUnavailable(
          post(posters.resolve("/posters/generate"), token(), POSTER),
          "the database cannot be used");
    }
  }

  @Test
  void a_redis_that_takes_connections_and_never_answers_holds_nobody_even_when_many_ask()
      throws Exception {
    try (var silent = new SilentServer();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      URI videos =
          start(
              "video-gen",
              "v1.2.3",
              Map.of("REDIS_URL", "redis://127.0.0.1:" + silent.port() + "/0"));

      // Many more than the pool has connections.
      List<Future<HttpResponse<byte[]>>> answers =
          Stream.generate(
                  () -> threads.submit(() -> send("GET", videos.resolve("/jobs"), "", NOTHING)))
              .limit(40)
              .toList();
      for (Future<HttpResponse<byte[]>> answer : answers) {
        assertUnavailable(answer.get(), "Redis cannot be used just now");
      }
      assertUnhealthy("video-gen", videos, "redis: Redis cannot be reached");
    }
  }

  @Test
  void a_database_that_falls_silent_on_open_connections_holds_nobody_and_is_used_again()
      throws Exception {
    URI artists = at("api-gateway", "/artists");
    assertThat(send("GET", artists, "", NOTHING).statusCode()).isEqualTo(200);
    postgres.freeze();
    try {
      assertUnavailable(send("GET", artists, "", NOTHING), "the database cannot be used");
      assertUnhealthy("poster-gen", at("poster-gen", "/"), "postgres: the database");
    } finally {
      postgres.thaw();
    }
    ServiceStage.await(() -> send("GET", artists, "", NOTHING).statusCode() == 200);
  }

  @Test
  void a_redis_that_falls_silent_on_open_connections_holds_nobody_and_is_used_again()
      throws Exception {
    URI jobs = at("video-gen", "/jobs");
    assertThat(send("GET", jobs, "", NOTHING).statusCode()).isEqualTo(200);
    redisServer.freeze();
    try {
      assertUnavailable(send("GET", jobs, "", NOTHING), "Redis cannot be used just now");
      assertUnhealthy("video-gen", at("video-gen", "/"), "redis: Redis cannot be reached");
    } finally {
      redisServer.thaw();
    }
    ServiceStage.await(() -> send("GET", jobs, "", NOTHING).statusCode() == 200);
  }

  @Test
  void a_service_behind_the_gateway_that_never_answers_is_given_up() throws Exception {
    try (var silent = new SilentServer()) {
      URI gateway =
          start(
              "api-gateway",
              "v1.2.3",
              Map.of(variable("video-gen"), "http://127.0.0.1:" + silent.port()));

      HttpResponse<byte[]> health = send("GET", gateway.resolve("/health/video-gen"), "", NOTHING);

      assertUnavailable(health, "video-gen does not answer in time");
    }
  }
}
