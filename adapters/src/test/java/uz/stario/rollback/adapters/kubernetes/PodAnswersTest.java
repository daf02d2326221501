package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.verify.PodState;

/** What is told of pods and their last words, whatever the API server does. */
class PodAnswersTest {

  private static final WorkloadRef API = WorkloadRef.deployment("api");
  private static final Duration AMPLE = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final ScriptedServer server = new ScriptedServer();
  private final KubernetesWorkloads workloads =
      HttpAnswersTest.connect(server.url(), Duration.ofSeconds(30));
  private final CountDownLatch over = new CountDownLatch(1);

  @BeforeEach
  void one_deployment() {
    server.on("GET", "/deployments", 200, Scenes.list(Scenes.deployment(7, "v2")));
    server.on("GET", "/replicasets", 200, Scenes.replicaSets());
  }

  @AfterEach
  void close() {
    over.countDown();
    workloads.close();
    server.close();
  }

  @Test
  void a_pod_that_was_restarted_is_told_with_the_end_of_its_former_log() {
    server.on("GET", "/pods", 200, Scenes.list(Scenes.restartedPod("api-2-a")));
    String flood =
        IntStream.rangeClosed(1, 40_000)
            .mapToObj(i -> "line " + i + "\n")
            .collect(Collectors.joining());
    server.on("GET", "/pods/api-2-a/log", 200, flood);

    PodState pod = pods(AMPLE).getFirst();

    assertThat(pod.ready()).isTrue();
    assertThat(pod.lastLines()).hasSize(20).last().isEqualTo("line 40000");
    assertThat(server.asked("GET").getLast().query())
        .contains("container=app", "previous=true", "tailLines=20");
  }

  @Test
  void a_pod_that_serves_since_it_began_is_asked_for_no_log() {
    server.on("GET", "/pods", 200, Scenes.list(Scenes.servingPod("api-2-a", "app")));

    assertThat(pods(AMPLE).getFirst().lastLines()).isEmpty();
    assertThat(workloads.requests().of("get", "pods/log")).isZero();
  }

  @Test
  void a_log_that_may_not_be_read_is_told_as_such() {
    server.on("GET", "/pods", 200, Scenes.list(Scenes.restartedPod("api-2-a")));
    server.on(
        "GET",
        "/pods/api-2-a/log",
        403,
        """
        {"kind": "Status", "reason": "Forbidden", "code": 403,
         "message": "pods \\"api-2-a\\" is forbidden: cannot get resource \\"pods/log\\""}
        """);

    assertThat(pods(AMPLE).getFirst().lastLines())
        .singleElement()
        .asString()
        .startsWith("(its log can't be read: ")
        .contains("pods/log");
  }

  @Test
  void a_log_that_does_not_come_does_not_keep_the_pods_from_being_told() {
    server.on("GET", "/pods", 200, Scenes.list(Scenes.restartedPod("api-2-a")));
    server.on("GET", "/pods/api-2-a/log", exchange -> silent());

    assertThat(pods(SHORT).getFirst().lastLines())
        .containsExactly("(its log did not come in time)");
  }

  @Test
  void pods_that_are_not_told_in_time_are_not_known() {
    server.on("GET", "/pods", exchange -> silent());

    assertThat(workloads.pods(API, SHORT))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.problem().why()).contains("did not list the pods"));
  }

  private List<PodState> pods(Duration limit) {
    Answer<List<PodState>> answer = workloads.pods(API, limit);
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<List<PodState>>) answer).value();
  }

  private void silent() {
    try {
      assertThat(over.await(AMPLE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
