package uz.stario.rollback.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Resources;

/** What {@code kubectl logs} is given of containers that ended, as a kubelet gives it. */
@Timeout(60)
class PodLogsTest {
  private static final String LOG = "/api/v1/namespaces/default/pods/one/log?timestamps=true";

  private static final Duration AMPLE = Duration.ofSeconds(30);

  private final Sandbox sandbox =
      Sandbox.start(SandboxOptions.defaults().withPace(Duration.ofMillis(20), 0.1));
  private final Client client = new Client(sandbox);

  @AfterEach
  void close() {
    client.close();
    sandbox.close();
  }

  @Test
  void while_a_container_waits_to_be_started_again_its_former_run_is_the_one_that_ended_last()
      throws Exception {
    start("example.org/app:1-crash");
    String present;
    String previous;
    JsonNode before;
    JsonNode after;
    do {
      before =
          status(
              sandbox.cluster().await(Resources.POD, "default", "one", PodLogsTest::waits, AMPLE));
      present = client.get(LOG).body();
      previous = client.get(LOG + "&previous=true").body();
      after = status(sandbox.cluster().get(Resources.POD, "default", "one"));
    } while (!after.equals(before)); // it was started again in between

    assertThat(present).contains("started example.org/app:1-crash").isEqualTo(previous);
  }

  @Test
  void a_log_is_cut_off_after_so_many_bytes() throws Exception {
    start("example.org/app:1");
    sandbox
        .cluster()
        .await(
            Resources.POD,
            "default",
            "one",
            pod -> pod.at("/status/phase").asString("").equals("Running"),
            AMPLE);
    String path = "/api/v1/namespaces/default/pods/one/log";

    assertThat(client.get(path).body()).isEqualTo("started example.org/app:1\n");
    assertThat(client.get(path + "?limitBytes=7").body()).isEqualTo("started");
  }

  private static boolean waits(ObjectNode pod) {
    return status(pod).at("/state/waiting/reason").asString("").equals("CrashLoopBackOff");
  }

  private static JsonNode status(ObjectNode pod) {
    return pod.at("/status/containerStatuses/0");
  }

  private void start(String image) {
    sandbox
        .cluster()
        .create(
            """
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "one", "namespace": "default"},
             "spec": {"containers": [{"name": "app", "image": "%s"}]}}
            """
                .formatted(image));
  }
}
