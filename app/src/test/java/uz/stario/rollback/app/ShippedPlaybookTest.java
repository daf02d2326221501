package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uz.stario.rollback.sandbox.platform.StoreServers;
import uz.stario.rollback.sandbox.platform.Traffic;

/**
 * The playbook as it is shipped, on the whole platform with PostgreSQL and Redis while people use
 * it: each bad version is found out, taken back and verified.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ShippedPlaybookTest {

  private static final List<String> ALL =
      List.of(
          "api-gateway",
          "video-gen",
          "video-gen-worker",
          "face-similarity",
          "poster-gen",
          "regtech-filter");

  private StoreServers servers;
  private Platform platform;
  private Machine machine;
  private Traffic people;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    servers = RealStores.start();
    platform = Platform.with(servers.stores(), folder).live(ALL, "v1.2.3");
    machine =
        platform
            .machine()
            .playbook(playbook())
            .set("STARIO_DATABASE_URL", servers.stores().database());
    people = platform.sandbox().traffic(20, 40, Duration.ofSeconds(1));
  }

  @AfterAll
  void stop() {
    if (people != null) {
      people.close();
      platform.close();
    }
    if (servers != null) {
      servers.close();
    }
  }

  /** With this sandbox's address, no Prometheus, nobody on the channel, and short times. */
  private String playbook() throws Exception {
    Path shipped = Path.of("..", "playbooks", "stario.yaml").toRealPath();
    String text = Files.readString(shipped);
    String own =
        text.replaceFirst("https://api\\.stario\\.uz", platform.url())
            .replaceFirst("(?s)    prometheus:\\n.*?(?=    verification)", "")
            .replaceFirst("verification: \\{.*}", "verification: { settle: 1s, within: 20s }")
            .replaceFirst("(?s)  staging:\\n.*?\\n\\n", "\n")
            .replace("        atLeast: 20\n", "        atLeast: 20\n        apart: 3s\n")
            .replace("../platform", Path.of("..", "platform").toRealPath().toString());
    assertThat(own).contains("apart: 3s", "within: 20s").doesNotContain("prometheus", "staging");
    return own;
  }

  @ParameterizedTest
  @CsvSource({
    "api-gateway, v1.2.4", // every eighth request fails
    "api-gateway, v1.2.5", // slow
    "api-gateway, v1.2.6", // ends soon after its start
    "poster-gen, v1.2.7", // never ready
    "regtech-filter, v1.2.8", // no image
    "poster-gen, v1.2.9", // its model is missing
    "face-similarity, v1.2.9", // loads none
    "api-gateway, v1.2.10", // signs with another key
    "regtech-filter, v1.2.11", // leaks
    "face-similarity, v1.2.12", // a feature fails
    "video-gen, v1.2.4",
    "video-gen, v1.2.9", // the model of its workers is missing
  })
  void a_bad_version_is_taken_back_and_verified(String service, String version) throws Exception {
    List<String> workloads =
        service.equals("video-gen") ? List.of("video-gen", "video-gen-worker") : List.of(service);
    workloads.forEach(workload -> platform.release(workload, version));

    Outcome rollback = machine.stario("rollback", service, "--to-version", "v1.2.3", "--yes");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    assertThat(rollback.out())
        .contains("All systems operational")
        .containsPattern("Error rate +0\\.\\d % \\(was not measured\\)")
        .containsPattern("P95 latency +\\d+ ms \\(was not measured\\)");
    workloads.forEach(
        workload -> assertThat(platform.version(workload)).as(workload).isEqualTo("v1.2.3"));
  }

  @Test
  void all_five_services_are_taken_back_together_the_gateway_last() throws Exception {
    Stream.of("api-gateway", "face-similarity", "poster-gen", "regtech-filter")
        .forEach(workload -> platform.release(workload, "v1.2.4"));
    platform.release("video-gen", "v1.2.6");
    platform.release("video-gen-worker", "v1.2.6");

    Outcome rollback = machine.stario("rollback", "--all", "--to-version", "v1.2.3", "--yes");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    assertThat(rollback.out())
        .contains("All systems operational")
        .containsSubsequence("✓ roll-back/poster-gen", "· roll-back/api-gateway");
    assertThat(ALL).allMatch(workload -> platform.version(workload).equals("v1.2.3"));
  }

  @Test
  void while_all_is_well_every_check_passes() {
    Outcome verify = machine.stario("verify");
    assertThat(verify.code()).as(verify.out() + verify.err()).isZero();
    assertThat(verify.out()).contains("28 passed, 0 failed, 0 unknown");
  }
}
