package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bad release and its way back. */
class MainPathTest {

  private static final String GATEWAY = "api-gateway";

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
  void a_service_of_the_playbook_goes_back_to_its_previous_version_and_is_verified()
      throws Exception {
    platform.live(List.of(GATEWAY), "v1.2.3", "v1.2.4");

    Outcome rollback =
        platform.equipped().stario("rollback", GATEWAY, "--yes", "--reason", "12 % errors");

    assertThat(rollback.code()).as(rollback.err()).isZero();
    assertThat(rollback.out())
        .contains(
            "ROLLBACK IN PROGRESS",
            "Reason       12 % errors",
            "✓ rolled back and verified",
            "ROLLBACK COMPLETE",
            "deployment/api-gateway: v1.2.4 → v1.2.3");
    assertThat(rollback.err()).contains("playbook").contains("(STARIO_PLAYBOOK)");
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.3");
    assertThat(annotation("kubernetes.io/change-cause"))
        .startsWith("release v1.2.3")
        .contains("run ");
  }

  @Test
  void a_workload_goes_back_without_a_playbook_as_with_kubectl() throws Exception {
    platform.live(List.of(GATEWAY), "v1.2.3", "v1.2.4");

    Outcome rollback =
        platform.machine().stario("rollback", "deployment/api-gateway", "-n", "stario", "--yes");

    assertThat(rollback.code()).as(rollback.err()).isZero();
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.3");
  }

  @Test
  void doing_it_twice_changes_nothing_the_second_time() throws Exception {
    platform.live(List.of(GATEWAY), "v1.2.3", "v1.2.4");
    Machine machine = platform.equipped();
    assertThat(machine.stario("rollback", GATEWAY, "--yes").code()).isZero();
    String before = platform.state();

    Outcome again = machine.stario("rollback", GATEWAY, "--yes");

    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("already v1.2.3", "Nothing to change.");
    assertThat(platform.state()).isEqualTo(before);
  }

  @Test
  void a_colleague_on_another_machine_sees_the_verdicts_and_does_not_flip_back() throws Exception {
    platform.live(List.of(GATEWAY), "v1.2.3", "v1.2.4");
    assertThat(platform.equipped().stario("rollback", GATEWAY, "--yes").code()).isZero();
    Machine colleague = platform.equipped();

    Outcome history = colleague.stario("history", GATEWAY);
    Outcome again = colleague.stario("rollback", GATEWAY, "--yes");

    assertThat(history.out())
        .containsPattern("(?m)^ .*v1\\.2\\.4 .*bad \\(run ")
        .containsPattern("(?m)^\\* .*v1\\.2\\.3 .*healthy \\(run ");
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("Nothing to change.");
    assertThat(colleague.stario("runs").out()).contains("No runs yet.");
  }

  @Test
  void the_next_bad_image_is_not_born_healthy_and_goes_back_to_the_healthy_one() throws Exception {
    platform.live(List.of(GATEWAY), "v1.2.3", "v1.2.4");
    Machine machine = platform.equipped();
    assertThat(machine.stario("rollback", GATEWAY, "--yes").code()).isZero();
    platform.release(GATEWAY, "v1.2.4-slow");
    platform.settled(GATEWAY);

    Outcome history = machine.stario("history", GATEWAY);
    Outcome rollback = machine.stario("rollback", GATEWAY, "--yes");

    assertThat(history.out()).containsPattern("(?m)^\\* .*v1\\.2\\.4-slow .*unknown");
    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.3");
  }

  @Test
  void a_version_that_is_recorded_bad_is_refused_until_somebody_says_why() throws Exception {
    platform.live(List.of(GATEWAY), "v1.2.3", "v1.2.4");
    Machine machine = platform.equipped();
    assertThat(machine.stario("rollback", GATEWAY, "--yes").code()).isZero();

    Outcome refused = machine.stario("rollback", GATEWAY, "--to-version", "v1.2.4", "--yes");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("--override-verdict", "target-recorded-bad");
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.3");

    Outcome overridden =
        machine.stario(
            "rollback", GATEWAY, "--to-version", "v1.2.4", "--override-verdict", "drill", "--yes");
    assertThat(overridden.code()).as(overridden.out() + overridden.err()).isZero();
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.4");
  }

  @Test
  void a_revision_and_a_version_can_be_named_by_number_tag_and_digest() throws Exception {
    platform.live(List.of(GATEWAY), "v1.2.1", "v1.2.2", "v1.2.3");
    String digest = "sha256:" + "ab12".repeat(16);
    Machine machine = platform.equipped();

    assertThat(machine.stario("rollback", GATEWAY, "--to-revision", "1", "--yes").code()).isZero();
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.1");
    assertThat(machine.stario("rollback", GATEWAY, "--to-version", "v1.2.2", "--yes").code())
        .isZero();
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.2");

    platform.live(List.of("poster-gen"), "v1.2.3");
    platform.image("poster-gen", "elsewhere.example/poster-gen@" + digest, "by digest");
    platform.settled("poster-gen");
    platform.release("poster-gen", "v1.2.4");
    platform.settled("poster-gen");
    Outcome byDigest = machine.stario("rollback", "poster-gen", "--to-version", digest, "--yes");
    assertThat(byDigest.code()).as(byDigest.out() + byDigest.err()).isZero();
    assertThat(Platform.container(platform.deployment("poster-gen")).path("image").asString(""))
        .endsWith(digest);
  }

  @Test
  void an_unknown_revision_or_version_lists_those_that_exist() throws Exception {
    platform.live(List.of(GATEWAY), "v1.2.3", "v1.2.4");
    Machine machine = platform.equipped();

    Outcome revision = machine.stario("rollback", GATEWAY, "--to-revision", "9", "--yes");
    Outcome version = machine.stario("plan", GATEWAY, "--to-version", "v9");
    Outcome diff = machine.stario("history", GATEWAY, "--diff", "1", "9");

    assertThat(List.of(revision, version, diff))
        .allSatisfy(refused -> {
          assertThat(refused.code()).isEqualTo(1);
          assertThat(refused.err()).contains("Name ").contains("Nothing was changed.");
        });
    assertThat(revision.err()).contains("2 (v1.2.4), 1 (v1.2.3)", "revision-not-found");
    assertThat(version.err()).contains("2 (v1.2.4), 1 (v1.2.3)", "version-not-found");
  }

  @Test
  void a_plan_and_a_dry_run_change_nothing() throws Exception {
    platform.live(List.of(GATEWAY), "v1.2.3", "v1.2.4");
    Machine machine = platform.equipped();
    String before = platform.state();

    Outcome plan = machine.stario("plan", GATEWAY);
    Outcome dry = machine.stario("rollback", GATEWAY, "--dry-run");

    assertThat(plan.code()).isZero();
    assertThat(dry.code()).isZero();
    assertThat(dry.out()).contains("v1.2.4 → v1.2.3", "Dry run: nothing was changed.");
    assertThat(platform.state()).isEqualTo(before);
    assertThat(machine.folder().resolve("state")).doesNotExist();
  }

  @Test
  void without_a_terminal_and_without_yes_it_is_refused_and_the_flags_are_named() throws Exception {
    platform.live(List.of(GATEWAY), "v1.2.3", "v1.2.4");

    Outcome refused = platform.equipped().stario("rollback", GATEWAY);

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("--yes", "--now", "confirmation-missing");
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.4");
  }

  private String annotation(String name) {
    return platform
        .deployment(GATEWAY)
        .path("metadata")
        .path("annotations")
        .path(name)
        .asString("");
  }
}
