package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.port.Inventory;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.WorkloadRef;

/** What is read from the answers of an API server about what runs. */
class InventoryAnswersTest {

  private static final WorkloadRef API = WorkloadRef.deployment("api");
  private static final String ONE = "@sha256:" + "a".repeat(64);
  private static final String OTHER = "@sha256:" + "b".repeat(64);
  private static final byte[] KEY = "a key of the ledger's own".getBytes(UTF_8);

  private final ScriptedServer server = new ScriptedServer();
  private final KubernetesWorkloads workloads =
      HttpAnswersTest.connect(server.url(), Duration.ofSeconds(30));
  private final Inventory inventory = workloads.inventory();

  @BeforeEach
  void one_deployment() {
    server.on("GET", "/deployments", 200, Scenes.list(Scenes.deployment(7, "v2")));
    server.on("GET", "/replicasets", 200, Scenes.replicaSets());
  }

  @AfterEach
  void close() {
    workloads.close();
    server.close();
  }

  private static String pod(String name, String... nameAndImage) {
    StringBuilder statuses = new StringBuilder();
    for (int i = 0; i < nameAndImage.length; i += 2) {
      statuses
          .append(i == 0 ? "" : ",")
          .append(
              "{\"name\":\"%s\",\"imageID\":\"%s\"}"
                  .formatted(nameAndImage[i], nameAndImage[i + 1]));
    }
    return """
    {"metadata": {"name": "%s", "ownerReferences": [
       {"uid": "rs-2", "kind": "ReplicaSet", "name": "api-2", "controller": true}]},
     "status": {"phase": "Running", "containerStatuses": [%s]}}
    """
        .formatted(name, statuses);
  }

  private Set<String> images(String... pods) {
    server.on("GET", "/pods", 200, Scenes.list(pods));
    return inventory.images(API) instanceof Answer.Given<?>(var images)
        ? new TreeSet<>(((Set<?>) images).stream().map(Object::toString).toList())
        : Set.of();
  }

  @Test
  void the_digest_of_the_pods_is_added_to_what_the_template_asks_for() {
    assertThat(images(pod("a", "app", "docker-pullable://registry/api" + ONE)))
        .containsExactly("api:v2" + ONE);
  }

  @Test
  void a_container_that_somebody_put_beside_it_is_none_of_the_release() {
    assertThat(images(pod("a", "app", "registry/api" + ONE, "proxy", "istio/proxy" + OTHER)))
        .containsExactly("api:v2" + ONE);
  }

  @Test
  void pods_that_run_different_images_under_one_tag_are_both_told() {
    assertThat(
            images(pod("a", "app", "registry/api" + ONE), pod("b", "app", "registry/api" + OTHER)))
        .containsExactly("api:v2" + ONE, "api:v2" + OTHER);
  }

  @Test
  void an_id_that_is_no_digest_of_a_registry_is_left_out() {
    assertThat(images(pod("a", "app", "sha256:" + "c".repeat(64)))).containsExactly("api:v2");
  }

  private String print(String reference, String body) {
    server.on(
        "GET",
        "/" + reference.replace("configmap/", "configmaps/").replace("secret/", "secrets/"),
        200,
        body);
    return inventory.fingerprint(reference, KEY) instanceof Answer.Given<String>(String print)
        ? print
        : "";
  }

  @Test
  void a_fingerprint_changes_with_a_value_and_holds_none() {
    String before = print("secret/jwt", "{\"data\":{\"key\":\"c2VjcmV0\"}}");
    String same =
        print("secret/jwt-2", "{\"data\":{\"key\":\"c2VjcmV0\"},\"metadata\":{\"name\":\"x\"}}");
    String after = print("secret/jwt-3", "{\"data\":{\"key\":\"b3RoZXI=\"}}");

    assertThat(before).matches("[0-9a-f]{32}").isEqualTo(same).isNotEqualTo(after);
    assertThat(print("configmap/app", "{\"data\":{\"a\":\"1\"}}"))
        .isNotEqualTo(print("configmap/app-2", "{\"binaryData\":{\"a\":\"1\"}}"));
  }

  @Test
  void whoever_may_not_read_secrets_is_told_the_verb_that_is_missing() {
    server.on(
        "GET",
        "/secrets/jwt",
        403,
        "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"message\":\"no\",\"code\":403}");

    Answer<String> answer = inventory.fingerprint("secret/jwt", KEY);

    assertThat(answer).isInstanceOf(Answer.Refused.class);
    Problem problem = ((Answer.Refused<String>) answer).problem();
    assertThat(problem.code()).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(problem.next()).contains("`get` on `secrets`");
  }
}
