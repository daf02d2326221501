package uz.stario.rollback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.fault.Fault;
import uz.stario.rollback.sandbox.fault.Rule;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Resources;

/**
 * Each fault as a client over HTTP meets it; each test has ConfigMaps or a namespace of its own.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class FaultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  private final Sandbox sandbox =
      Sandbox.start(SandboxOptions.defaults().withPace(Duration.ofMillis(20), 0.01));
  private final Client client = new Client(sandbox);

  @AfterEach
  void no_rule_is_left() {
    sandbox.faults().clear();
  }

  @AfterAll
  void close() {
    client.close();
    sandbox.close();
  }

  private void next(Fault fault, String... verbs) {
    sandbox.faults().add(Rule.once(fault).on("configmaps", verbs));
  }

  private static String map(String name) {
    return "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'" + name + "'}}";
  }

  @Test
  void too_many_requests_says_when_to_come_back() throws Exception {
    next(new Fault.TooManyRequests(Duration.ofSeconds(2)), "create");
    Client.Answer busy = client.post(MAPS, map("busy"));
    assertThat(busy.status()).isEqualTo(429);
    assertThat(busy.header("Retry-After")).isEqualTo("2");
    assertThat(busy.json().at("/details/retryAfterSeconds").asInt(0)).isEqualTo(2);
    assertThat(client.get(MAPS + "/busy").status()).isEqualTo(404);
    assertThat(client.post(MAPS, map("busy")).status()).isEqualTo(201);
  }

  @Test
  void the_server_fails_with_500_and_503() throws Exception {
    next(new Fault.InternalError(), "list");
    next(new Fault.Unavailable(), "list");
    assertThat(client.get(MAPS).reason()).isEqualTo("InternalError");
    Client.Answer unavailable = client.get(MAPS);
    assertThat(unavailable.status()).isEqualTo(503);
    assertThat(unavailable.reason()).isEqualTo("ServiceUnavailable");
    assertThat(client.get(MAPS).status()).isEqualTo(200);
  }

  @Test
  void a_reset_connection_changes_nothing() throws Exception {
    next(new Fault.Reset(), "create");
    assertThatThrownBy(() -> client.post(MAPS, map("reset"))).isInstanceOf(IOException.class);
    assertThat(client.get(MAPS + "/reset").status()).isEqualTo(404);
  }

  @Test
  void a_lost_answer_leaves_the_effect() throws Exception {
    next(new Fault.LostAnswer(), "create");
    assertThatThrownBy(() -> client.post(MAPS, map("lost"))).isInstanceOf(IOException.class);
    assertThat(client.get(MAPS + "/lost").status()).isEqualTo(200);
  }

  @Test
  void a_delayed_request_is_served_after_all() throws Exception {
    next(new Fault.Delay(Duration.ofMillis(120)), "create");
    long began = System.nanoTime();
    assertThat(client.post(MAPS, map("late")).status()).isEqualTo(201);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(119));
  }

  @Test
  void a_stale_list_misses_the_newest_changes_and_a_watch_from_it_makes_up_for_them()
      throws Exception {
    sandbox.cluster().create(namespace("stale"));
    String maps = "/api/v1/namespaces/stale/configmaps";
    client.post(maps, map("a"));
    client.post(maps, map("b"));
    client.patch(maps + "/a", "merge", "{'data':{'k':'v'}}");
    next(new Fault.StaleList(2), "list");
    JsonNode stale = client.get(maps).json();
    assertThat(stale.path("items").valueStream().map(Manifest::name)).containsExactly("a");
    String version = stale.at("/metadata/resourceVersion").asString("");
    assertThat(types(maps + "?watch=1&timeoutSeconds=1&resourceVersion=" + version))
        .containsExactly("ADDED", "MODIFIED");
    assertThat(client.get(maps).json().path("items")).hasSize(2);
  }

  private List<String> types(String path) throws Exception {
    return client.watch(path).map(event -> event.path("type").asString("")).toList();
  }

  @Test
  void a_watch_with_a_gap_tells_what_comes_before_and_after_it() throws Exception {
    String version = client.get(MAPS).json().at("/metadata/resourceVersion").asString("");
    client.post(MAPS, map("gap"));
    client.patch(MAPS + "/gap", "merge", "{'data':{'k':'v'}}");
    client.delete(MAPS + "/gap");
    next(new Fault.WatchGap(1, 1), "watch");
    String watch =
        MAPS
            + "?watch=1&timeoutSeconds=1&fieldSelector=metadata.name=gap&resourceVersion="
            + version;
    assertThat(types(watch)).containsExactly("ADDED", "DELETED");
    assertThat(types(watch)).containsExactly("ADDED", "MODIFIED", "DELETED");
  }

  @Test
  void lists_and_watches_can_be_told_that_their_version_is_gone() throws Exception {
    next(new Fault.Gone(), "list");
    next(new Fault.Gone(), "watch");
    Client.Answer list = client.get(MAPS);
    assertThat(list.status()).isEqualTo(410);
    assertThat(list.reason()).isEqualTo("Expired");
    assertThat(client.get(MAPS + "?watch=1&timeoutSeconds=1").status()).isEqualTo(410);
  }

  @Test
  void a_webhook_refuses_people_and_controllers() throws Exception {
    Fault refuses = new Fault.WebhookRefuses("policy.stario.uz", "no releases on Fridays");
    sandbox.faults().add(Rule.once(refuses).on("configmaps", "create"));
    Client.Answer refused = client.post(MAPS, map("friday"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message())
        .isEqualTo(
            "admission webhook \"policy.stario.uz\" denied the request: no releases on Fridays");
    sandbox.cluster().create(namespace("friday"));
    sandbox.faults().add(Rule.once(refuses).on("pods", "create").named("friday", "").times(0));
    sandbox.cluster().create(deployment("friday", "example.org/app:1"));
    awaitDeployment("friday", d -> condition(d, "ReplicaFailure").equals("True"));
  }

  @Test
  void a_full_quota_stops_new_pods() throws Exception {
    sandbox.cluster().create(namespace("full"));
    sandbox.faults().add(Rule.once(new Fault.QuotaFull("full", 1)));
    sandbox.cluster().create(deployment("full", "example.org/app:1"));
    ObjectNode stuck = awaitDeployment("full", d -> condition(d, "ReplicaFailure").equals("True"));
    assertThat(stuck.at("/status/conditions").toString()).contains("exceeded quota: fault-quota");
    assertThat(sandbox.cluster().list(Resources.POD, "full")).hasSize(1);
  }

  @Test
  void an_image_that_is_gone_cannot_be_pulled_by_new_pods() throws Exception {
    sandbox.cluster().create(namespace("pull"));
    sandbox.faults().add(Rule.once(new Fault.ImageGone("example.org/gone:1")));
    sandbox.cluster().create(deployment("pull", "example.org/gone:1"));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!sandbox.cluster().list(Resources.POD, "pull").toString().contains("ImagePullBackOff")) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void the_pods_of_a_node_that_is_gone_come_back_elsewhere() throws Exception {
    sandbox.cluster().create(namespace("node"));
    sandbox.cluster().create(deployment("node", "example.org/app:1"));
    awaitDeployment("node", FaultsTest::available);
    List<String> before = nodes();
    sandbox.faults().add(Rule.once(new Fault.NodeGone(before.getFirst())));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (nodes().contains(before.getFirst()) || nodes().size() < 2) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
    awaitDeployment("node", FaultsTest::available);
    assertThat(client.get("/api/v1/nodes/" + before.getFirst()).status()).isEqualTo(404);
  }

  private List<String> nodes() {
    return sandbox.cluster().list(Resources.POD, "node").stream()
        .filter(pod -> !Manifest.deleting(pod))
        .map(pod -> Manifest.text(pod, "spec", "nodeName"))
        .filter(node -> !node.isEmpty())
        .toList();
  }

  @Test
  void slow_pods_take_their_time_until_they_are_slow_no_more() throws Exception {
    sandbox.cluster().create(namespace("slow"));
    sandbox.faults().add(Rule.once(new Fault.SlowPods(1_000_000)));
    sandbox.cluster().create(deployment("slow", "example.org/app:1"));
    awaitDeployment("slow", d -> d.at("/status/replicas").asInt(0) == 2);
    // Everything happens in turn: once these are there, those before have begun to be pulled.
    sandbox.cluster().create(namespace("fence"));
    sandbox.cluster().create(deployment("fence", "example.org/app:1"));
    awaitDeployment("fence", d -> d.at("/status/replicas").asInt(0) == 2);
    sandbox.faults().add(Rule.once(new Fault.SlowPods(1)));
    sandbox.cluster().create(namespace("brisk"));
    sandbox.cluster().create(deployment("brisk", "example.org/app:1"));
    awaitDeployment("brisk", FaultsTest::available);
    assertThat(
            sandbox
                .cluster()
                .get(Resources.DEPLOYMENT, "slow", "app")
                .at("/status/availableReplicas")
                .asInt(0))
        .isZero();
  }

  private ObjectNode awaitDeployment(String namespace, Predicate<ObjectNode> wanted)
      throws Exception {
    return sandbox.cluster().await(Resources.DEPLOYMENT, namespace, "app", wanted, PATIENCE);
  }

  private static boolean available(ObjectNode deployment) {
    return deployment.at("/status/availableReplicas").asInt(0) == 2;
  }

  private static String condition(ObjectNode deployment, String type) {
    return deployment
        .at("/status/conditions")
        .valueStream()
        .filter(c -> Manifest.text(c, "type").equals(type))
        .map(c -> Manifest.text(c, "status"))
        .findFirst()
        .orElse("");
  }

  private static ObjectNode namespace(String name) {
    return Manifest.parse(
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + name + "\"}}");
  }

  private static ObjectNode deployment(String namespace, String image) {
    return Manifest.parse(
        """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"app","namespace":"%s"},
         "spec":{"replicas":2,"selector":{"matchLabels":{"a":"app"}},
          "template":{"metadata":{"labels":{"a":"app"}},
           "spec":{"containers":[{"name":"c","image":"%s"}]}}}}\
        """
            .formatted(namespace, image));
  }
}
