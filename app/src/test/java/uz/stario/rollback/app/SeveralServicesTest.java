package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uz.stario.rollback.sandbox.platform.Flaw;

/** Releases of several services, and what goes wrong with some of them. */
class SeveralServicesTest {

  private static final List<String> ALL =
      List.of("api-gateway", "video-gen", "video-gen-worker", "poster-gen");

  @TempDir private Path folder;
  private Platform platform;

  @BeforeEach
  void open() {
    platform = Platform.in(folder);
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void services_go_back_in_waves_what_they_depend_on_first() throws Exception {
    platform.live(ALL, "v1.2.3", "v1.2.4");

    Outcome rollback = platform.equipped().stario("rollback", "api-gateway", "video-gen", "--yes");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    assertThat(platform.version("api-gateway")).isEqualTo("v1.2.3");
    assertThat(platform.version("video-gen")).isEqualTo("v1.2.3");
    assertThat(platform.version("video-gen-worker")).isEqualTo("v1.2.3");
    assertThat(platform.version("poster-gen")).isEqualTo("v1.2.4");
    assertThat(rollback.out())
        .containsSubsequence(
            "✓ roll-back/video-gen ",
            "✓ roll-back/video-gen-worker",
            "· roll-back/api-gateway  started");
  }

  @Test
  void two_workloads_of_one_service_are_both_taken_back_when_both_are_named() throws Exception {
    platform.live(ALL, "v1.2.3", "v1.2.4");

    Outcome rollback =
        platform
            .equipped()
            .stario("rollback", "deployment/video-gen", "deployment/video-gen-worker", "--yes");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    assertThat(platform.version("video-gen")).isEqualTo("v1.2.3");
    assertThat(platform.version("video-gen-worker")).isEqualTo("v1.2.3");
  }

  @Test
  void all_takes_back_what_changed_and_lists_what_it_leaves_alone() throws Exception {
    platform.live(ALL, "v1.2.3");
    platform.release("poster-gen", "v1.2.4");
    platform.settled("poster-gen");

    Outcome rollback = platform.equipped().stario("rollback", "--all", "--yes");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    assertThat(platform.version("poster-gen")).isEqualTo("v1.2.3");
    assertThat(rollback.out())
        .contains("deployment/api-gateway: Left alone", "deployment/video-gen: Left alone");
  }

  @Test
  void all_without_a_playbook_means_every_deployment_of_the_namespace() throws Exception {
    platform.live(List.of("poster-gen", "face-similarity"), "v1.2.3", "v1.2.4");

    Outcome rollback = platform.machine().stario("rollback", "--all", "-n", "stario", "--yes");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    assertThat(platform.version("poster-gen")).isEqualTo("v1.2.3");
    assertThat(platform.version("face-similarity")).isEqualTo("v1.2.3");
  }

  @Test
  void since_leaves_alone_what_has_not_changed_since_then() throws Exception {
    platform.live(List.of("poster-gen"), "v1.2.3", "v1.2.4");
    Machine machine = platform.equipped();

    Outcome later =
        machine.stario("rollback", "poster-gen", "--since", "2999-01-01T00:00:00Z", "--yes");
    assertThat(later.code()).isZero();
    assertThat(later.out()).contains("Left alone: unchanged since");
    assertThat(platform.version("poster-gen")).isEqualTo("v1.2.4");

    Outcome now = machine.stario("rollback", "poster-gen", "--since", "2h", "--yes");
    assertThat(now.code()).isZero();
    assertThat(platform.version("poster-gen")).isEqualTo("v1.2.3");
  }

  @Test
  void one_that_fails_does_not_keep_the_others_back_and_the_run_needs_a_person() throws Exception {
    platform.live(List.of("poster-gen"), "v1.2.3", "v1.2.4");
    platform.live(List.of("video-gen", "video-gen-worker"), "v1.2.3");
    platform.release("video-gen", "v1.2.4");
    platform.settled("video-gen");
    platform.sandbox().publish("registry.stario.uz/video-gen:v1.2.3", new Flaw.Missing());

    Outcome rollback =
        platform
            .equipped()
            .stario("rollback", "deployment/video-gen", "poster-gen", "--yes", "--timeout", "15s");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isEqualTo(5);
    assertThat(platform.version("poster-gen")).isEqualTo("v1.2.3");
    assertThat(rollback.out())
        .containsPattern("registry\\.stario\\.uz/video-gen:v1\\.2\\.3")
        .contains("ROLLBACK NOT COMPLETE", "deployment/poster-gen: v1.2.4 → v1.2.3");
  }

  @Test
  void what_depends_on_one_that_fails_is_left_as_it_is_where_the_playbook_wants_that()
      throws Exception {
    platform.live(List.of("poster-gen", "api-gateway"), "v1.2.3", "v1.2.4");
    platform.live(List.of("video-gen", "video-gen-worker"), "v1.2.3", "v1.2.4");
    platform.sandbox().publish("registry.stario.uz/video-gen:v1.2.3", new Flaw.Missing());
    String playbook =
        platform
            .playbook("")
            .replace("[USE_MOCK_AI]\n", "[USE_MOCK_AI]\n    onFailure: halt-dependents\n");
    Machine machine = platform.machine().playbook(playbook);

    Outcome plan = machine.stario("plan", "api-gateway", "video-gen", "poster-gen");
    assertThat(plan.out())
        .as(plan.err())
        .containsOnlyOnce("not if video-gen cannot be rolled back");

    Outcome rollback =
        machine.stario(
            "rollback", "api-gateway", "video-gen", "poster-gen", "--yes", "--timeout", "15s");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isEqualTo(5);
    assertThat(platform.version("poster-gen")).isEqualTo("v1.2.3");
    assertThat(platform.version("api-gateway")).isEqualTo("v1.2.4");
    assertThat(rollback.out())
        .contains("roll-back/api-gateway  skipped: roll-back/video-gen did not succeed")
        .contains("deployment/poster-gen: v1.2.4 → v1.2.3");
  }

  @Test
  void a_target_that_crashes_or_never_gets_ready_says_so() throws Exception {
    platform.live(List.of("poster-gen", "face-similarity"), "v1.2.3", "v1.2.4");
    platform.sandbox().publish("registry.stario.uz/poster-gen:v1.2.3", new Flaw.Crashes());
    platform.sandbox().publish("registry.stario.uz/face-similarity:v1.2.3", new Flaw.NeverReady());

    Outcome rollback =
        platform
            .machine()
            .stario(
                "rollback",
                "deployment/poster-gen",
                "deployment/face-similarity",
                "-n",
                "stario",
                "--yes",
                "--timeout",
                "10s");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isEqualTo(5);
    assertThat(rollback.out())
        .contains("container poster-gen crashes: ")
        .contains("face-similarity  timed out");
  }
}
