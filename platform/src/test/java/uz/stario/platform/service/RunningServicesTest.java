package uz.stario.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import uz.stario.platform.face.FaceSimilarity;
import uz.stario.platform.face.Portrait;
import uz.stario.platform.poster.PosterGen;
import uz.stario.platform.video.VideoGen;
import uz.stario.platform.video.VideoGenWorker;

/** The services behind the gateway, each for itself. */
class RunningServicesTest extends ServiceStage {

  @Test
  void a_poster_needs_a_token_of_this_key() throws Exception {
    URI poster = start("poster-gen", "v1.2.3", PosterGen::addTo).resolve("/posters/generate");
    String body = "{\"artist_id\": \"test\", \"text\": \"Salom\"}";

    assertThat(post(poster, "", body).statusCode()).isEqualTo(401);
    assertThat(post(poster, "a.b.c", body).statusCode()).isEqualTo(401);
    assertThat(post(poster, token("v1.2.10"), body).statusCode()).as("another key").isEqualTo(401);

    HttpResponse<byte[]> made = post(poster, token("v1.2.3"), body);
    assertThat(made.statusCode()).isEqualTo(200);
    assertThat(made.headers().firstValue("Content-Type")).contains("image/png");
    assertThat(ImageIO.read(new ByteArrayInputStream(made.body())).getWidth()).isEqualTo(900);
    assertThat(post(poster, token("v1.2.3"), "{\"artist_id\": 1}").statusCode()).isEqualTo(400);
    assertThat(post(poster, token("v1.2.3"), body.replace("test", "nobody")).statusCode())
        .isEqualTo(404);
  }

  @Test
  void the_release_whose_model_is_missing_says_so_and_makes_no_poster() throws Exception {
    URI base = start("poster-gen", "v1.2.9", PosterGen::addTo);

    HttpResponse<byte[]> health = get(base.resolve("/health"));
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(text(health)).contains("sdxl-turbo is missing");
    assertThat(
            post(
                    base.resolve("/posters/generate"),
                    token("v1.2.9"),
                    "{\"artist_id\": \"test\", \"text\": \"a\"}")
                .statusCode())
        .isEqualTo(503);
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("Model not found", "the model sdxl-turbo is not at");
  }

  @Test
  void the_release_whose_model_is_missing_makes_no_videos_and_leaves_jobs_where_they_are()
      throws Exception {
    URI base = start("video-gen", "v1.2.9", VideoGen::addTo);
    URI worker = start("video-gen-worker", "v1.2.9", VideoGenWorker::addTo);

    HttpResponse<byte[]> health = get(worker.resolve("/health"));
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(text(health)).contains("svd-xt is missing");
    post(
        base.resolve("/videos"),
        token("v1.2.9"),
        "{\"artist_id\": \"test\", \"prompt\": \"Registon\"}");
    assertThat(json(get(base.resolve("/jobs"))).path("depth").asInt()).isEqualTo(1);
  }

  @Test
  void the_quiz_logs_when_its_model_is_loaded_and_measures_how_long_it_compares() throws Exception {
    URI base = start("face-similarity", "v1.2.3", FaceSimilarity::addTo);
    await(() -> get(base.resolve("/health")).statusCode() == 200);

    assertThat(log.toString(StandardCharsets.UTF_8)).contains("\"Model loaded\"");
    assertThat(post(base.resolve("/face-quiz/health"), "", "").statusCode()).isEqualTo(200);
    var png = new ByteArrayOutputStream();
    ImageIO.write(Portrait.of("other"), "png", png);
    HttpResponse<byte[]> quiz = send("POST", base.resolve("/face-quiz"), "", png.toByteArray());
    assertThat(json(quiz).path("matches").path(0).path("artist_id").asString()).isEqualTo("other");
    assertThat(text(get(base.resolve("/metrics")))).contains("face_similarity_duration_count 1");
    assertThat(post(base.resolve("/face-quiz"), "", "GIF89a").statusCode()).isEqualTo(415);
    assertThat(send("POST", base.resolve("/face-quiz"), "", new byte[(5 << 20) + 1]).statusCode())
        .isEqualTo(413);
  }

  @Test
  void the_release_that_forgets_its_model_is_healthy_and_has_no_quiz() throws Exception {
    URI base = start("face-similarity", "v1.2.9", FaceSimilarity::addTo);

    assertThat(get(base.resolve("/health")).statusCode()).isEqualTo(200);
    assertThat(post(base.resolve("/face-quiz/health"), "", "").statusCode()).isEqualTo(503);
    assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("Model loaded");
  }

  @Test
  void a_video_goes_from_the_wish_to_a_file_that_can_be_fetched() throws Exception {
    URI base = start("video-gen", "v1.2.3", VideoGen::addTo);
    HttpResponse<byte[]> asked =
        post(
            base.resolve("/videos"),
            token("v1.2.3"),
            "{\"artist_id\": \"test\", \"prompt\": \"Registon\"}");
    assertThat(asked.statusCode()).isEqualTo(202);
    URI video = base.resolve(asked.headers().firstValue("Location").orElseThrow());
    assertThat(json(get(video)).path("status").asString()).isEqualTo("queued");
    assertThat(json(get(base.resolve("/jobs"))).path("depth").asInt()).isEqualTo(1);
    assertThat(get(URI.create(video + "/file")).statusCode()).isEqualTo(409);

    URI worker = start("video-gen-worker", "v1.2.3", VideoGenWorker::addTo);
    await(() -> json(get(video)).path("status").asString().equals("done"));
    HttpResponse<byte[]> file = get(URI.create(video + "/file"));
    assertThat(file.headers().firstValue("Content-Type")).contains("video/mp4");
    assertThat(new String(file.body(), 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
    assertThat(get(worker.resolve("/health")).statusCode()).isEqualTo(200);
  }

  @Test
  void no_new_videos_are_taken_while_the_feature_is_off() throws Exception {
    URI base =
        start("video-gen", "v1.2.3", VideoGen::addTo, Map.of("FEATURE_VIDEO_GEN_ENABLED", "false"));

    assertThat(
            post(
                    base.resolve("/videos"),
                    token("v1.2.3"),
                    "{\"artist_id\": \"test\", \"prompt\": \"a\"}")
                .statusCode())
        .isEqualTo(403);
    assertThat(get(base.resolve("/jobs")).statusCode()).isEqualTo(200);
  }
}
