package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.gpu.AskingContainer;
import uz.stario.rollback.gpu.Place;
import uz.stario.rollback.gpu.PlacedPod;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.WorkloadRef;

/** What becomes of every answer, and of none, that an API server can give of a pod's node. */
class PlacementAnswersTest {

  private static final WorkloadRef API = WorkloadRef.deployment("api");
  private static final Duration AMPLE = Duration.ofSeconds(60);
  private static final String STATUS =
      "{\"kind\":\"Status\",\"reason\":\"%s\",\"message\":\"%s\",\"code\":%d}";

  private final ScriptedServer server = new ScriptedServer();
  private final KubernetesWorkloads workloads =
      HttpAnswersTest.connect(server.url(), Duration.ofSeconds(30));

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

  @Test
  void a_node_is_asked_for_once_however_many_pods_are_on_it() {
    pods(pod("b", "n1", "Running", "{}"), pod("a", "n1", "Pending", "{}"));
    server.on(
        "GET",
        "/nodes/n1",
        200,
        """
        {"metadata": {"name": "n1", "labels": {"zone": "a", "empty": ""}},
         "status": {"allocatable": {"cpu": "16", "nvidia.com/gpu": "2", "x/thousands": "3k",
           "x/odd": "1.5", "x/none": "", "x/large": "99999999999999999999"}}}
        """);

    List<PlacedPod> pods = placed();

    assertThat(pods).extracting(PlacedPod::name).containsExactly("a", "b");
    assertThat(pods)
        .extracting(PlacedPod::place)
        .containsOnly(
            new Place.On(
                "n1",
                Map.of("nvidia.com/gpu", 2L, "x/thousands", 3_000L),
                Map.of("zone", "a", "empty", "")));
    assertThat(server.asked("GET")).filteredOn(one -> one.path().contains("/nodes/")).hasSize(1);
  }

  @Test
  void a_pod_that_has_ended_holds_no_gpu_and_is_left_out() {
    pods(pod("a", "n1", "Failed", "{}"), pod("b", "n1", "Succeeded", "{}"));

    assertThat(placed()).isEmpty();
  }

  @Test
  void a_sidecar_runs_beside_the_others() {
    pods(
        pod(
            "a",
            "",
            "Pending",
            """
            {"initContainers": [{"name": "once"}, {"name": "proxy", "restartPolicy": "Always"}],
             "containers": [{"name": "app"}]}
            """));

    assertThat(placed())
        .singleElement()
        .satisfies(pod -> {
          assertThat(pod.containers())
              .extracting(AskingContainer::name, AskingContainer::initial)
              .containsExactly(tuple("once", true), tuple("proxy", false), tuple("app", false));
          assertThat(pod.place()).isEqualTo(new Place.Nowhere(""));
        });
  }

  @Test
  void a_node_that_may_not_be_read_is_told_with_the_right_that_would_allow_it() {
    pods(pod("a", "n1", "Running", "{}"));
    server.on(
        "GET",
        "/nodes/n1",
        403,
        STATUS.formatted("Forbidden", "nodes \\\"n1\\\" is forbidden: User \\\"dev\\\"", 403));

    assertThat(placed())
        .singleElement()
        .extracting(PlacedPod::place)
        .isEqualTo(
            new Place.Unread(
                "n1",
                "that takes the verb get on nodes, by a ClusterRole: nodes \"n1\" is forbidden:"
                    + " User \"dev\""));
  }

  @Test
  void a_node_that_has_left_is_told_from_one_that_nobody_tells() {
    pods(pod("a", "n1", "Running", "{}"), pod("b", "n2", "Running", "{}"));
    server.on("GET", "/nodes/n1", 404, STATUS.formatted("NotFound", "nodes not found", 404));
    server.on("GET", "/nodes/n2", 500, STATUS.formatted("InternalError", "no leader", 500));

    assertThat(placed())
        .extracting(PlacedPod::place)
        .containsExactly(
            new Place.Gone("n1"), new Place.Unread("n2", "the API server answered 500: no leader"));
  }

  @Test
  void a_server_that_does_not_answer_is_not_waited_for_beyond_the_limit() {
    pods(pod("a", "n1", "Running", "{}"));
    server.on("GET", "/nodes/n1", server.silence());

    assertThat(workloads.placements().of(API, Duration.ofSeconds(2)))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused ->
                assertThat(refused.problem().why())
                    .isEqualTo("The API server did not tell the pods and their nodes in time."));
  }

  @Test
  void pods_that_may_not_be_listed_are_refused() {
    server.on("GET", "/pods", 403, STATUS.formatted("Forbidden", "pods is forbidden", 403));

    assertThat(workloads.placements().of(API, AMPLE))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.problem().why()).contains("pods is forbidden"));
  }

  private List<PlacedPod> placed() {
    Answer<List<PlacedPod>> answer = workloads.placements().of(API, AMPLE);
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<List<PlacedPod>>) answer).value();
  }

  private void pods(String... pods) {
    server.on("GET", "/pods", 200, Scenes.list(pods));
  }

  private static String pod(String name, String node, String phase, String spec) {
    return """
    {"metadata": {"name": "%s", "ownerReferences": [
       {"uid": "rs-2", "kind": "ReplicaSet", "name": "api-2", "controller": true}]},
     "spec": %s, "status": {"phase": "%s"}}
    """
        .formatted(
            name,
            spec.strip().equals("{}")
                ? "{\"nodeName\": \"" + node + "\", \"containers\": [{\"name\": \"app\"}]}"
                : spec,
            phase);
  }
}
