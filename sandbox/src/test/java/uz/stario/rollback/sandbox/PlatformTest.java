package uz.stario.rollback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.platform.PlatformManifests;
import uz.stario.rollback.sandbox.platform.StoreServers;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Resources;

/** What the playbook has people type at a running Stario, and what its bad releases do to it. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class PlatformTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private StoreServers servers;
  private Sandbox sandbox;
  private Client client;

  @BeforeAll
  void start() throws Exception {
    servers = StoreServers.start();
    boolean complete = servers.missing().isEmpty();
    assertThat(complete || !"true".equals(System.getenv("CI")))
        .as("with CI=true nothing is left out: " + servers.missing())
        .isTrue();
    assumeTrue(complete, () -> String.join("; ", servers.missing()));
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .withStores(servers.stores())
                .withPace(Duration.ofMillis(20), 0.01));
    client = new Client(sandbox);
    sandbox.deployPlatform("v1.2.3");
    for (String workload : List.of("api-gateway", "video-gen-worker", "face-similarity")) {
      ready(workload, "v1.2.3");
    }
    eventually(() -> get("/health/face-similarity").statusCode() == 200);
  }

  @AfterAll
  void stop() {
    if (sandbox != null) {
      client.close();
      sandbox.close();
    }
    servers.close();
    http.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"api-gateway", "video-gen", "face-similarity", "poster-gen", "regtech-filter"})
  void every_service_says_that_it_is_well(String service) {
    HttpResponse<byte[]> health = get("/health/" + service);
    assertThat(health.statusCode()).as(text(health)).isEqualTo(200);
    assertThat(text(health))
        .contains("\"status\":\"ok\"", "\"service\":\"" + service + "\"")
        .doesNotContain("left_out");
  }

  @Test
  void the_metrics_that_the_playbook_reads_are_there() {
    get("/artists");
    post("/face-quiz/health", "", "");
    assertThat(text(get("/metrics")))
        .contains("http_requests_total{", "status=\"200\"", "face_similarity_duration_bucket")
        .contains("build_info{", "version=\"v1.2.3\"");
  }

  @Test
  void a_user_registers_once_signs_in_and_goes_again() {
    String who =
        "{\"email\": \"user-%s@example.com\", \"password\": \"Test123!\"}"
            .formatted(UUID.randomUUID());
    assertThat(post("/auth/register", "", who).statusCode()).isEqualTo(201);
    assertThat(post("/auth/register", "", who).statusCode()).isEqualTo(409);
    HttpResponse<byte[]> signedIn = post("/auth/login", "", who);
    String token = Manifest.parse(text(signedIn)).path("token").asString("");
    assertThat(token).isNotEmpty();
    assertThat(send("DELETE", "/auth/me", token, "").statusCode()).isEqualTo(204);
    assertThat(post("/auth/login", "", who).statusCode()).isEqualTo(401);
  }

  @Test
  void artists_posters_moderation_and_the_quiz_answer() {
    String token = signIn();
    assertThat(text(get("/artists"))).contains("\"test\"");
    HttpResponse<byte[]> poster =
        post("/posters/generate", token, "{\"artist_id\": \"test\", \"text\": \"Test\"}");
    assertThat(poster.headers().firstValue("Content-Type")).hasValue("image/png");
    assertThat(new String(poster.body(), 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");
    assertThat(text(post("/content/moderate", token, "{\"text\": \"Salom\"}")))
        .contains("\"allowed\":true");
    assertThat(post("/face-quiz/health", "", "").statusCode()).isEqualTo(200);
    HttpResponse<byte[]> quiz =
        send("POST", "/face-quiz", token, BodyPublishers.ofByteArray(poster.body()), "image/png");
    assertThat(text(quiz)).contains("\"score\"");
    assertThat(log("face-similarity")).contains("Model loaded");
    assertThat(log("regtech-filter")).contains("Moderation result");
  }

  @Test
  void a_video_is_rendered_by_a_worker_and_can_be_fetched() {
    String token = signIn();
    HttpResponse<byte[]> asked =
        post("/videos", token, "{\"artist_id\": \"test\", \"prompt\": \"Samarkand\"}");
    assertThat(asked.statusCode()).as(text(asked)).isEqualTo(202);
    String path = "/videos/" + Manifest.parse(text(asked)).path("id").asString("");
    eventually(() -> text(send("GET", path, token, "")).contains("\"status\":\"done\""));
    byte[] film = send("GET", path + "/file", token, "").body();
    assertThat(new String(film, 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
    assertThat(text(get("/jobs"))).contains("\"depth\":0");
  }

  @Test
  void a_release_without_its_model_says_so() throws Exception {
    sandbox.release("poster-gen", "v1.2.9");
    eventually(() -> log("poster-gen").contains("sdxl-turbo"));
    assertThat(log("poster-gen")).contains("Model not found");
    eventually(
        () -> events().contains("Readiness probe failed: HTTP probe failed with statuscode: 503"));
    assertThat(get("/health/poster-gen").statusCode())
        .as("the good pods still serve")
        .isEqualTo(200);
    back("poster-gen");
  }

  @Test
  void a_release_that_dies_after_a_while_serves_until_then_and_starts_anew() throws Exception {
    sandbox.release("face-similarity", "v1.2.6");
    eventually(() -> pods("face-similarity").stream().anyMatch(pod -> restarts(pod) > 0));
    JsonNode ended =
        pods("face-similarity").stream()
            .filter(pod -> restarts(pod) > 0)
            .map(pod -> pod.at("/status/containerStatuses/0/lastState/terminated"))
            .findFirst()
            .orElseThrow();
    assertThat(ended.path("exitCode").asInt(0)).isEqualTo(137);
    back("face-similarity");
  }

  @Test
  void a_release_with_another_key_refuses_the_tokens_of_the_others() throws Exception {
    String token = signIn();
    sandbox.release("regtech-filter", "v1.2.10");
    ready("regtech-filter", "v1.2.10");
    assertThat(post("/content/moderate", token, "{\"text\": \"Salom\"}").statusCode())
        .isEqualTo(401);
    back("regtech-filter");
    assertThat(post("/content/moderate", token, "{\"text\": \"Salom\"}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_release_that_leaks_runs_out_of_memory_and_starts_anew() throws Exception {
    sandbox.release("video-gen", "v1.2.11");
    ready("video-gen", "v1.2.11");
    eventually(() -> {
      get("/jobs");
      return pods("video-gen").stream().anyMatch(pod -> restarts(pod) > 0);
    });
    JsonNode ended =
        pods("video-gen").stream()
            .filter(pod -> restarts(pod) > 0)
            .map(pod -> pod.at("/status/containerStatuses/0/lastState/terminated"))
            .findFirst()
            .orElseThrow();
    assertThat(ended.path("exitCode").asInt(0)).isEqualTo(3);
    back("video-gen");
  }

  @Test
  void a_release_that_wants_another_schema_fails_on_this_one() throws Exception {
    sandbox.release("api-gateway", "v1.3.0");
    ready("api-gateway", "v1.3.0");
    assertThat(get("/artists").statusCode()).isEqualTo(500);
    assertThat(log("api-gateway")).contains("The schema is not this release's");
    back("api-gateway");
    assertThat(get("/artists").statusCode()).isEqualTo(200);
  }

  private void back(String service) throws Exception {
    sandbox.release(service, "v1.2.3");
    ready(service, "v1.2.3");
    eventually(() -> get("/health/" + service).statusCode() == 200);
  }

  private void ready(String workload, String version) throws Exception {
    sandbox
        .cluster()
        .await(
            Resources.DEPLOYMENT,
            PlatformManifests.NAMESPACE,
            workload,
            d ->
                d.at("/status/observedGeneration").asLong(0)
                        == d.at("/metadata/generation").asLong(0)
                    && d.at("/status/updatedReplicas").asInt(0) == 2
                    && d.at("/status/availableReplicas").asInt(0) == 2
                    && d.at("/status/replicas").asInt(0) == 2
                    && d.at("/spec/template/spec/containers/0/image")
                        .asString("")
                        .endsWith(":" + version),
            PATIENCE);
  }

  private List<ObjectNode> pods(String app) {
    return sandbox.cluster().list(Resources.POD, PlatformManifests.NAMESPACE).stream()
        .filter(p -> Manifest.labels(p).getOrDefault("app", "").equals(app))
        .filter(p -> !Manifest.deleting(p))
        .toList();
  }

  private String events() {
    return sandbox.cluster().list(Resources.EVENT, PlatformManifests.NAMESPACE).toString();
  }

  private static int restarts(JsonNode pod) {
    return pod.at("/status/containerStatuses/0/restartCount").asInt(0);
  }

  private String log(String app) {
    StringBuilder all = new StringBuilder();
    for (ObjectNode pod : pods(app)) {
      try {
        all.append(
            client.get("/api/v1/namespaces/stario/pods/" + Manifest.name(pod) + "/log").body());
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    return all.toString();
  }

  private String signIn() {
    String who =
        "{\"email\": \"user-%s@example.com\", \"password\": \"Test123!\"}"
            .formatted(UUID.randomUUID());
    post("/auth/register", "", who);
    return Manifest.parse(text(post("/auth/login", "", who))).path("token").asString("");
  }

  private HttpResponse<byte[]> get(String path) {
    return send("GET", path, "", "");
  }

  private HttpResponse<byte[]> post(String path, String token, String body) {
    return send("POST", path, token, body);
  }

  private HttpResponse<byte[]> send(String method, String path, String token, String body) {
    // As curl -d sends it.
    return send(
        method, path, token, BodyPublishers.ofString(body), "application/x-www-form-urlencoded");
  }

  private HttpResponse<byte[]> send(
      String method, String path, String token, HttpRequest.BodyPublisher body, String type) {
    URI address = sandbox.ingress().resolve(path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).method(method, body).header("Content-Type", type);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (Exception e) {
      throw new AssertionError(method + " " + path, e);
    }
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  private static void eventually(Supplier<Boolean> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!wanted.get()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
