package uz.stario.rollback.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Resources;

/** One sandbox for all tests of the API over HTTP; each uses objects of its own. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class SandboxTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/stario/deployments";

  private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
  private final Client client = new Client(sandbox);

  @BeforeAll
  void wait_until_the_platform_is_up() throws Exception {
    sandbox.deployPlatform("v1.2.3");
    for (ObjectNode deployment : sandbox.cluster().list(Resources.DEPLOYMENT, "stario")) {
      await(Manifest.name(deployment), "v1.2.3");
    }
  }

  @AfterAll
  void close() {
    client.close();
    sandbox.close();
  }

  private void await(String deployment, String version) throws Exception {
    sandbox
        .cluster()
        .await(
            Resources.DEPLOYMENT,
            "stario",
            deployment,
            d ->
                Manifest.text(d.at("/spec/template/spec/containers/0"), "image").endsWith(version)
                    && d.at("/status/observedGeneration").equals(d.at("/metadata/generation"))
                    && d.at("/status/replicas").asInt(0) == 2
                    && d.at("/status/updatedReplicas").asInt(0) == 2
                    && d.at("/status/availableReplicas").asInt(0) == 2,
            PATIENCE);
  }

  private static String map(String name) {
    return "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'"
        + name
        + "'},'data':{'k':'v'}}";
  }

  @Test
  void what_is_created_can_be_read_listed_and_deleted() throws Exception {
    assertThat(client.post(MAPS, map("life")).status()).isEqualTo(201);
    assertThat(client.get(MAPS + "/life").json().at("/data/k").asString("")).isEqualTo("v");
    JsonNode list = client.get(MAPS + "?fieldSelector=metadata.name=life").json();
    assertThat(list.path("kind").asString("")).isEqualTo("ConfigMapList");
    assertThat(list.path("items")).hasSize(1);
    Client.Answer deleted = client.delete(MAPS + "/life");
    assertThat(deleted.json().path("status").asString("")).isEqualTo("Success");
    Client.Answer gone = client.get(MAPS + "/life");
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.message()).isEqualTo("configmaps \"life\" not found");
  }

  @Test
  void errors_are_worded_as_the_real_server_words_them() throws Exception {
    assertThat(client.get(DEPLOYMENTS + "/x").message())
        .isEqualTo("deployments.apps \"x\" not found");
    assertThat(client.get("/apis/none/v1/things").message())
        .isEqualTo("the server could not find the requested resource");
    assertThat(client.post(MAPS, "{").status()).isEqualTo(400);
    assertThat(client.send("POST", MAPS, "text/html", "{}".getBytes(UTF_8)).status())
        .isEqualTo(415);
    assertThat(client.patch(MAPS + "/x", "unknown", "{}").status()).isEqualTo(415);
    assertThat(client.post(MAPS, "x".repeat(4_000_000)).status()).isEqualTo(413);
    client.post(MAPS, map("twice"));
    Client.Answer twice = client.post(MAPS, map("twice"));
    assertThat(twice.status()).isEqualTo(409);
    assertThat(twice.json().path("reason").asString("")).isEqualTo("AlreadyExists");
  }

  @Test
  void a_viewer_may_look_and_not_touch_and_a_stranger_neither() throws Exception {
    String path = DEPLOYMENTS + "/api-gateway";
    assertThat(client.send(as(sandbox.viewerToken(), path)).status()).isEqualTo(200);
    Client.Answer touched =
        client.send(
            as(sandbox.viewerToken(), path)
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{}")));
    assertThat(touched.status()).isEqualTo(403);
    assertThat(touched.message())
        .isEqualTo(
            "deployments.apps \"api-gateway\" is forbidden: User \"viewer\" cannot patch resource"
                + " \"deployments\" in API group \"apps\" in the namespace \"stario\"");
    assertThat(client.send(as("guess", path)).status()).isEqualTo(401);
    assertThat(client.get("/token/" + sandbox.adminToken() + path).status()).isEqualTo(404);
  }

  private HttpRequest.Builder as(String token, String path) {
    return client.request(path).setHeader("Authorization", "Bearer " + token);
  }

  @Test
  void both_versions_of_http_are_spoken_over_tls() throws Exception {
    URI version = sandbox.apiServer().resolve("/version");
    for (HttpClient.Version spoken :
        List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
      HttpRequest request = HttpRequest.newBuilder(version).version(spoken).build();
      assertThat(client.http().send(request, HttpResponse.BodyHandlers.discarding()).version())
          .isEqualTo(spoken);
    }
  }

  @Test
  void plain_http_is_told_that_the_port_speaks_tls() throws Exception {
    URI plain = URI.create("http://127.0.0.1:" + sandbox.apiServer().getPort() + "/version");
    HttpResponse<String> told =
        client
            .http()
            .send(HttpRequest.newBuilder(plain).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(told.statusCode()).isEqualTo(400);
    assertThat(told.body()).isEqualTo("Client sent an HTTP request to an HTTPS server.\n");
  }

  @Test
  void a_client_that_does_not_know_the_authority_does_not_trust_the_server() throws Exception {
    try (HttpClient stranger = HttpClient.newHttpClient()) {
      HttpRequest request = client.request("/version").build();
      assertThatThrownBy(() -> stranger.send(request, HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void a_failed_test_of_a_json_patch_is_422_and_changes_nothing() throws Exception {
    client.post(MAPS, map("guarded"));
    Client.Answer refused =
        client.patch(
            MAPS + "/guarded",
            "json",
            "[{'op':'test','path':'/data/k','value':'w'},{'op':'replace','path':'/data/k','value':'x'}]");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("reason").asString("")).isEqualTo("Invalid");
    assertThat(client.get(MAPS + "/guarded").json().at("/data/k").asString("")).isEqualTo("v");
  }

  @Test
  void a_stale_resource_version_is_a_conflict() throws Exception {
    String version =
        client.post(MAPS, map("raced")).json().at("/metadata/resourceVersion").asString("");
    client.patch(MAPS + "/raced", "merge", "{'data':{'k':'w'}}");
    Client.Answer late =
        client.patch(
            MAPS + "/raced",
            "merge",
            "{'metadata':{'resourceVersion':'" + version + "'},'data':{'k':'x'}}");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.json().path("reason").asString("")).isEqualTo("Conflict");
  }

  @Test
  void a_watch_goes_on_where_a_list_ended_and_ends_when_it_is_told_to() throws Exception {
    String version = client.get(MAPS).json().at("/metadata/resourceVersion").asString("");
    client.post(MAPS, map("watched"));
    client.patch(MAPS + "/watched", "merge", "{'data':{'k':'w'}}");
    client.delete(MAPS + "/watched");
    List<String> types =
        client
            .watch(
                MAPS
                    + "?watch=1&timeoutSeconds=1&fieldSelector=metadata.name=watched&resourceVersion="
                    + version)
            .map(event -> event.path("type").asString(""))
            .toList();
    assertThat(types).containsExactly("ADDED", "MODIFIED", "DELETED");
  }

  @Test
  void a_watch_from_a_forgotten_version_is_gone_and_from_zero_starts_over() throws Exception {
    String secrets = "/api/v1/namespaces/stario/secrets";
    String version = client.get(secrets).json().at("/metadata/resourceVersion").asString("");
    sandbox.cluster().create(Manifest.parse(map("later").replace('\'', '"')));
    sandbox.cluster().compact();
    Client.Answer expired = client.get(secrets + "?watch=1&resourceVersion=" + version);
    assertThat(expired.status()).isEqualTo(410);
    assertThat(expired.json().path("reason").asString("")).isEqualTo("Expired");
    assertThat(client.watch(secrets + "?watch=1&timeoutSeconds=1&resourceVersion=0"))
        .extracting(event -> event.path("type").asString(""))
        .containsExactly("ADDED", "ADDED");
  }

  @Test
  void scale_is_a_part_of_its_own() throws Exception {
    sandbox
        .cluster()
        .create(
            """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"s","namespace":"default"},
             "spec":{"replicas":0,"selector":{"matchLabels":{"a":"s"}},"template":{"metadata":{"labels":{"a":"s"}},
             "spec":{"containers":[{"name":"c","image":"i"}]}}}}\
            """);
    String path = "/apis/apps/v1/namespaces/default/deployments/s/scale";
    assertThat(client.get(path).json().path("kind").asString("")).isEqualTo("Scale");
    assertThat(
            client
                .patch(path, "merge", "{'spec':{'replicas':2}}")
                .json()
                .at("/spec/replicas")
                .asInt(0))
        .isEqualTo(2);
    assertThat(
            sandbox
                .cluster()
                .get(Resources.DEPLOYMENT, "default", "s")
                .at("/spec/replicas")
                .asInt(0))
        .isEqualTo(2);
  }

  @Test
  void pods_serve_through_the_gateway_and_through_the_service_proxy() throws Exception {
    assertThat(ask("GET", "/health/poster-gen").body()).contains("\"version\":\"v1.2.3\"");
    assertThat(ask("GET", "/health").body()).contains("\"left_out\":[\"redis\",\"postgres\"]");
    assertThat(moderate()).isEqualTo(200);
    assertThat(ask("POST", "/content/moderate").statusCode()).isEqualTo(401);
    assertThat(ask("GET", "/nowhere").statusCode()).isEqualTo(404);
    assertThat(ask("GET", "/metrics").body())
        .contains("http_requests_total{", "face_similarity_duration");
    Client.Answer proxied =
        client.get("/api/v1/namespaces/stario/services/http:regtech-filter:80/proxy/health");
    assertThat(proxied.body()).contains("\"service\":\"regtech-filter\"");
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    URI address = sandbox.ingress().resolve(path);
    HttpRequest request =
        HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody()).build();
    return client.http().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void a_bad_release_fails_its_share_of_requests_and_logs_them() throws Exception {
    sandbox.release("regtech-filter", "v1.2.4");
    await("regtech-filter", "v1.2.4");
    List<Integer> statuses = IntStream.range(0, 50).mapToObj(_ -> moderate()).toList();
    assertThat(statuses).filteredOn(status -> status == 500).hasSizeBetween(4, 8);
    String pod =
        sandbox.cluster().list(Resources.POD, "stario").stream()
            .filter(p -> Manifest.labels(p).getOrDefault("app", "").equals("regtech-filter"))
            .filter(p -> !Manifest.deleting(p))
            .map(Manifest::name)
            .findFirst()
            .orElseThrow();
    Client.Answer log = client.get("/api/v1/namespaces/stario/pods/" + pod + "/log?tailLines=500");
    assertThat(log.body())
        .contains("\"level\":\"ERROR\"", "request failed with an error", "Moderation result");
  }

  private int moderate() {
    HttpRequest request =
        HttpRequest.newBuilder(sandbox.ingress().resolve("/content/moderate"))
            .header("Authorization", "Bearer " + sandbox.platformToken())
            .POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"Salom\"}"))
            .build();
    try {
      return client.http().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void tables_are_given_to_those_who_ask_for_them() throws Exception {
    JsonNode table =
        client
            .send(
                client
                    .request(DEPLOYMENTS + "/video-gen")
                    .header(
                        "Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"))
            .json();
    assertThat(table.path("kind").asString("")).isEqualTo("Table");
    assertThat(table.at("/rows/0/cells/0").asString("")).isEqualTo("video-gen");
    assertThat(table.at("/rows/0/cells/1").asString("")).isEqualTo("2/2");
  }
}
