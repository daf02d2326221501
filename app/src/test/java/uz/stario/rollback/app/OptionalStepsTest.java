package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.platform.PlatformManifests;
import uz.stario.rollback.sandbox.platform.StoreServers;
import uz.stario.rollback.sandbox.store.Resources;

/** What helps against known issues, on a cluster with the platform and a real Redis. */
class OptionalStepsTest {

  private static final String VIDEO = "video-gen";
  private static final String GATEWAY = "api-gateway";
  private static final String INGRESS = "ingress-nginx-controller";
  private static final String QUEUE = "video_generation_queue";
  private static final String URL = "STARIO_REDIS_URL";

  @TempDir private Path folder;
  private StoreServers servers;
  private Jedis redis;
  private Platform platform;
  private Machine machine;
  private String playbook = "";

  @BeforeEach
  void open() throws Exception {
    servers = RealStores.start();
    redis = new Jedis(servers.stores().redis());
    var _ = redis.del(QUEUE);
    var _ = redis.rpush(QUEUE, "job-1", "job-2");
    platform =
        Platform.in(folder).live(List.of(VIDEO, "video-gen-worker", GATEWAY), "v1.2.3", "v1.2.4");
    playbook =
        platform
            .playbook("    redis: { env: STARIO_REDIS_URL }\n")
            .replace(
                "    flags: [USE_MOCK_AI]\n",
                """
                    flags: [USE_MOCK_AI]
                    optional:
                      - name: clear the queue
                        why: jobs fail again and again
                        before: rollback
                        quarantine: { key: video_generation_queue }
                      - name: restart nginx ingress
                        why: routes are stale
                        restart: deployment/ingress-nginx-controller
                        namespace: ingress-nginx
                """);
    machine = platform.machine().playbook(playbook).set(URL, servers.stores().redis());
  }

  @AfterEach
  void close() {
    if (platform != null) {
      platform.close();
      redis.close();
    }
    if (servers != null) {
      servers.close();
    }
  }

  @Test
  void a_plan_offers_them_with_the_command_that_adds_them_and_does_nothing_of_them() {
    Outcome plan = machine.stario("plan", VIDEO);

    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(words(plan.out()))
        .contains(
            "If needed: clear the queue: jobs fail again and again stario rollback video-gen -e"
                + " sandbox --with 'clear the queue'")
        .doesNotContain("quarantine/", "restart/");
    assertThat(machine.stario("plan", VIDEO, "--json").json().path("offered").size()).isEqualTo(2);
  }

  @Test
  void the_queue_is_put_aside_before_the_rollback_and_the_run_says_where_it_is_kept() {
    Outcome rollback = machine.stario("rollback", VIDEO, "--yes", "--with", "clear the queue");

    assertThat(rollback.code()).as(rollback.err()).isZero();
    assertThat(platform.version(VIDEO)).isEqualTo("v1.2.3");
    String run = new PastRuns(machine).newest();
    String kept = QUEUE + ":quarantine:" + run;
    assertThat(words(rollback.out()))
        .contains(
            "way back: redis-cli -u \"$STARIO_REDIS_URL\" RENAMENX",
            "2 jobs are kept under " + kept);
    assertThat(redis.exists(QUEUE)).isFalse();
    assertThat(redis.lrange(kept, 0, -1)).containsExactly("job-1", "job-2");
    assertThat(rollback.out() + rollback.err()).doesNotContain(servers.stores().redis());

    Outcome undo = machine.stario("undo", run, "--dry-run", "--override-verdict", "a test");
    assertThat(words(undo.out()))
        .contains("RENAMENX " + kept + " " + QUEUE, "is not undone by this");
  }

  @Test
  void an_empty_queue_is_already_so_and_the_rollback_goes_on() {
    assertThat(redis.del(QUEUE)).isOne();

    Outcome rollback = machine.stario("rollback", VIDEO, "--yes", "--with", "clear the queue");

    assertThat(rollback.code()).as(rollback.err()).isZero();
    assertThat(words(rollback.out())).contains("the queue is empty");
    assertThat(redis.keys(QUEUE + "*")).isEmpty();
  }

  @Test
  void a_redis_that_is_refused_does_not_keep_the_service_from_going_back() {
    machine.set(URL, servers.stores().redis().replace("redis://", "redis://nobody:wr0ng@"));

    Outcome rollback = machine.stario("rollback", VIDEO, "--yes", "--with", "clear the queue");

    assertThat(rollback.code()).as(rollback.out()).isEqualTo(5);
    assertThat(platform.version(VIDEO)).isEqualTo("v1.2.3");
    assertThat(words(rollback.out())).contains("does not accept the user and password");
    assertThat(rollback.out() + rollback.err()).doesNotContain("wr0ng");
    assertThat(redis.llen(QUEUE)).isEqualTo(2);
  }

  @Test
  void a_deployment_of_another_namespace_is_restarted_after_the_rollback_and_waited_for()
      throws Exception {
    JsonNode before = ingress();

    Outcome rollback =
        machine.stario("rollback", VIDEO, "--yes", "--with", "restart nginx ingress");

    assertThat(rollback.code()).as(rollback.err() + rollback.out()).isZero();
    assertThat(platform.version(VIDEO)).isEqualTo("v1.2.3");
    JsonNode after = platform.cluster().get(Resources.DEPLOYMENT, "ingress-nginx", INGRESS);
    assertThat(annotation(before)).isEmpty();
    assertThat(annotation(after)).isNotEmpty();
    assertThat(after.path("status").path("updatedReplicas").asInt(0)).isEqualTo(1);
    assertThat(words(rollback.out())).contains("deployment/" + INGRESS + " in ingress-nginx");
  }

  @Test
  void what_could_not_be_done_is_refused_before_anything_changes() throws Exception {
    String before = platform.state();

    Outcome mistyped = machine.stario("rollback", VIDEO, "--yes", "--with", "clear the qeue");
    assertThat(mistyped.code()).isEqualTo(2);
    assertThat(mistyped.err())
        .contains("step-not-in-playbook", "Did you mean \"clear the queue\"?");

    Outcome elsewhere = machine.stario("rollback", GATEWAY, "--yes", "--with", "clear the queue");
    assertThat(elsewhere.code()).isEqualTo(2);
    assertThat(elsewhere.err()).contains("for api-gateway", "Leave --with out.");

    Outcome absent = machine.stario("rollback", VIDEO, "--yes", "--with", "restart nginx ingress");
    assertThat(absent.code()).isEqualTo(1);
    assertThat(absent.err()).contains("ingress-nginx");

    machine.unset(URL);
    Outcome unset = machine.stario("rollback", VIDEO, "--yes", "--with", "clear the queue");
    assertThat(unset.code()).isEqualTo(1);
    assertThat(unset.err()).contains(URL + " is not set");

    String redisLine = "    redis: { env: STARIO_REDIS_URL }\n";
    machine.playbook(
        playbook
            .replace(redisLine, "")
            .replaceFirst(
                "(?m)^services:",
                "  other:\n    namespace: other\n    url: http://other.example\n"
                    + redisLine
                    + "services:"));
    Outcome without =
        machine.stario("rollback", VIDEO, "-e", "sandbox", "--yes", "--with", "clear the queue");
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.err()).contains("cannot be made in sandbox", "environments.sandbox.redis");
    assertThat(machine.stario("plan", VIDEO, "-e", "sandbox").out())
        .contains("restart nginx ingress")
        .doesNotContain("clear the queue");

    assertThat(platform.state()).isEqualTo(before);
    assertThat(redis.llen(QUEUE)).isEqualTo(2);
  }

  @Test
  void a_check_of_the_playbook_names_the_address_that_this_machine_does_not_have() {
    machine.unset(URL);

    Outcome check = machine.stario("playbook", "check");

    assertThat(words(check.out() + check.err()))
        .contains("the variable " + URL + ", with the address of the Redis of environment sandbox");
  }

  /** Running, as the ingress of a cluster does. */
  private ObjectNode ingress() throws Exception {
    ObjectNode namespace = namespace("ingress-nginx");
    platform.cluster().apply(namespace);
    for (ObjectNode object : PlatformManifests.all("v1.2.3")) {
      if (object.path("kind").asString("").equals("Deployment")
          && object.path("metadata").path("name").asString("").equals("poster-gen")) {
        ObjectNode copy = object.deepCopy();
        ((ObjectNode) copy.path("metadata")).put("namespace", "ingress-nginx").put("name", INGRESS);
        ((ObjectNode) copy.path("spec")).put("replicas", 1);
        ObjectNode pod = (ObjectNode) copy.path("spec").path("template").path("spec");
        ObjectNode container = Platform.container(copy);
        pod.retain("containers");
        container.put("image", "registry.k8s.io/ingress-nginx/controller:v1.11.2");
        container.retain("name", "image");
        platform.cluster().apply(copy);
      }
    }
    return platform
        .cluster()
        .await(
            Resources.DEPLOYMENT,
            "ingress-nginx",
            INGRESS,
            d -> d.path("status").path("availableReplicas").asInt(0) == 1,
            Platform.PATIENCE);
  }

  private static ObjectNode namespace(String name) {
    ObjectNode namespace = JsonNodeFactory.instance.objectNode();
    namespace.put("apiVersion", "v1").put("kind", "Namespace");
    namespace.putObject("metadata").put("name", name);
    return namespace;
  }

  private static String annotation(JsonNode deployment) {
    return deployment
        .path("spec")
        .path("template")
        .path("metadata")
        .path("annotations")
        .path("kubectl.kubernetes.io/restartedAt")
        .asString("");
  }

  /** Without the breaks of lines. */
  private static String words(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
