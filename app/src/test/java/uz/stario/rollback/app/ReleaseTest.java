package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.stario.rollback.sandbox.store.Resources;

/** The ledger as people and pipelines use it. */
class ReleaseTest {

  private static final String PRESENT = "deployment/poster-gen";

  @TempDir private Path folder;

  private Outcome record(Machine machine, String version, String... more) {
    return release(machine, List.of("record", version, "-e", "stario"), more);
  }

  private static Outcome release(Machine machine, List<String> first, String... more) {
    var words = new ArrayList<>(List.of("release"));
    words.addAll(first);
    words.addAll(List.of(more));
    return machine.stario(words.toArray(String[]::new));
  }

  @Test
  void two_pipelines_that_record_one_release_record_it_once_and_the_second_is_told() {
    Machine machine = new Machine(folder);

    Outcome first = record(machine, "v1.2.4", "--service", "api=r/api:v1.2.4", "--note", "fix");
    Outcome second = record(machine, "v1.2.4", "--service", "api=r/api:v1.2.4");

    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).startsWith("Recorded v1.2.4 in stario (release ");
    assertThat(second.code()).isZero();
    assertThat(second.out()).startsWith("Already recorded by ");
    assertThat(machine.stario("release", "list").out().lines()).hasSize(2);
  }

  @Test
  void who_says_otherwise_is_refused_and_told_what_differs() {
    Machine machine = new Machine(folder);
    record(machine, "v1.2.4", "--service", "api=r/api:v1.2.4");

    Outcome outcome = record(machine, "v1.2.4", "--service", "api=r/api:other");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err())
        .contains("api image is recorded as r/api:v1.2.4, not r/api:other", "release-differs");
  }

  @Test
  void the_list_is_the_playbooks_table_where_asked() {
    Machine machine = new Machine(folder);
    record(machine, "v1.2.2", "--service", "api-gateway", "--note", "Bug fix");

    assertThat(machine.stario("release", "list", "--markdown").out().lines())
        .startsWith(
            "| Date | Version | Services | Notes |", "|------|---------|----------|-------|")
        .last()
        .asString()
        .matches("\\| \\d{4}-\\d\\d-\\d\\d \\| v1.2.2 \\| api-gateway \\| Bug fix \\|");
  }

  @Test
  void a_program_reads_the_list_as_json() {
    Machine machine = new Machine(folder);
    record(machine, "v1.2.4", "--service", "api=r/api:v1.2.4", "--schema", "9f3c");
    release(
        machine,
        List.of("mark", "v1.2.4", "bad", "-e", "stario"),
        "--reason",
        "5xx",
        "--no-cluster");

    JsonNode release =
        JsonMapper.shared()
            .readTree(machine.stario("release", "list", "--json").out())
            .get("releases")
            .get(0);
    assertThat(release.get("verdict").asString()).isEqualTo("bad");
    assertThat(release.get("schemaRevision").asString()).isEqualTo("9f3c");
    assertThat(release.get("judgements").get(0).get("reason").asString()).isEqualTo("5xx");
    assertThat(release.get("services").get(0).get("images").get(0).asString())
        .isEqualTo("r/api:v1.2.4");
  }

  @Test
  void what_is_misspelt_is_told_and_marks_nothing() {
    Machine machine = new Machine(folder);
    record(machine, "v1.2.4", "--service", "api");

    Outcome version =
        release(machine, List.of("mark", "v1.2.5", "bad", "-e", "stario"), "--reason", "x");
    assertThat(version.code()).isEqualTo(2);
    assertThat(version.err()).contains("Did you mean v1.2.4?");
    Outcome verdict =
        release(machine, List.of("mark", "v1.2.4", "helthy", "-e", "stario"), "--reason", "x");
    assertThat(verdict.code()).isEqualTo(2);
    assertThat(verdict.err()).contains("Did you mean healthy?");
    assertThat(release(machine, List.of("mark", "v1.2.4", "bad", "-e", "stario")).err())
        .contains("--reason");
    assertThat(machine.stario("release", "list").out()).contains("unknown");
    assertThat(machine.stario("release", "record", "v1", "--service", "api").err()).contains("-e");
    assertThat(record(machine, "v1").err()).contains("--service NAME=IMAGE");
  }

  @Test
  void an_empty_ledger_is_read_without_making_a_file() {
    assertThat(new Machine(folder).stario("release", "list").out())
        .isEqualTo("No releases recorded.\n");
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void no_plan_leads_back_to_what_the_ledger_calls_vulnerable() throws Exception {
    try (Platform platform =
        Platform.in(folder).live(List.of("poster-gen"), "v1.2.2", "v1.2.3", "v1.2.4")) {
      Machine machine = platform.machine();
      assertThat(record(machine, "v1.2.3", "--service", "poster-gen").code()).isZero();
      assertThat(
              release(
                      machine,
                      List.of("mark", "v1.2.3", "vulnerable", "-e", "stario"),
                      "--reason",
                      "CVE-2026-1")
                  .code())
          .isZero();

      Outcome plan = machine.stario("plan", PRESENT, "-n", "stario");
      assertThat(plan.out()).contains("v1.2.2").contains("is recorded vulnerable by");
      Outcome named = machine.stario("plan", PRESENT, "-n", "stario", "--to-version", "v1.2.3");
      assertThat(named.code()).isEqualTo(3);
      assertThat(named.err()).contains("CVE-2026-1");
    }
  }

  @Test
  void a_ledger_that_cannot_be_read_is_said_and_stops_no_plan() throws Exception {
    try (Platform platform = Platform.in(folder).live(List.of("poster-gen"), "v1.2.3", "v1.2.4")) {
      Machine machine = platform.machine();
      Files.createDirectories(machine.folder().resolve("state"));
      Files.writeString(machine.folder().resolve("state/ledger.db"), "no database".repeat(100));

      Outcome plan = machine.stario("plan", PRESENT, "-n", "stario");

      assertThat(plan.code()).isZero();
      assertThat(plan.err())
          .contains("Cannot read the ledger")
          .contains("without what the ledger knows");
    }
  }

  @Test
  void what_runs_is_recorded_as_observed() throws Exception {
    try (Platform platform = Platform.in(folder).live(List.of("poster-gen"), "v1.2.3", "v1.2.4")) {
      Machine machine = platform.machine();

      Outcome outcome =
          machine.stario(
              "release", "record", "v1.2.4", "--observe", "-n", "stario", "--service", PRESENT);

      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.out())
          .contains("poster-gen", ":v1.2.4")
          .contains("fingerprints of configmap/stario-config, secret/stario-database")
          .doesNotContain("sandbox-only");
    }
  }

  @Test
  void a_release_set_is_gone_back_to_as_a_whole() throws Exception {
    List<String> both = List.of("poster-gen", "face-similarity");
    try (Platform platform = Platform.in(folder).live(both, "v1.2.3", "v1.2.4")) {
      Machine machine = platform.machine();
      record(machine, "v1.2.3", "--service", "poster-gen", "--service", "face-similarity");

      Outcome rollback =
          machine.stario("rollback", "--to-release", "v1.2.3", "-n", "stario", "--yes");

      assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
      assertThat(platform.version("poster-gen")).isEqualTo("v1.2.3");
      assertThat(platform.version("face-similarity")).isEqualTo("v1.2.3");
      assertThat(rollback.out()).contains("release v1.2.3 of ");
    }
  }

  @Test
  void a_release_set_with_a_vulnerable_part_or_an_unknown_name_is_refused() throws Exception {
    try (Platform platform = Platform.in(folder).live(List.of("poster-gen"), "v1.2.3", "v1.2.4")) {
      Machine machine = platform.machine();
      record(machine, "v1.2.3", "--service", "poster-gen", "--service", "gone");
      release(
          machine,
          List.of("mark", "v1.2.3", "vulnerable", "-e", "stario"),
          "--reason",
          "CVE-2026-1");

      Outcome bad = machine.stario("plan", "--to-release", "v1.2.3", "-n", "stario");
      assertThat(bad.code()).isEqualTo(3);
      assertThat(bad.err()).contains("CVE-2026-1", "--override-verdict", "is also of gone");
      Outcome unknown = machine.stario("plan", "--to-release", "v1.2.33", "-n", "stario");
      assertThat(unknown.code()).isEqualTo(2);
      assertThat(unknown.err()).contains("Did you mean v1.2.3?");
      Outcome two =
          machine.stario(
              "plan", PRESENT, "--to-release", "v1.2.3", "--to-version", "v1", "-n", "stario");
      assertThat(two.err()).contains("--to-version and --to-release exclude each other");
    }
  }

  @Test
  void what_is_marked_is_seen_on_a_machine_with_another_ledger() throws Exception {
    try (Platform platform =
        Platform.in(folder).live(List.of("poster-gen"), "v1.2.2", "v1.2.3", "v1.2.4")) {
      Machine machine = platform.machine();
      record(machine, "v1.2.3", "--service", "poster-gen");

      Outcome mark =
          release(
              machine,
              List.of("mark", "v1.2.3", "vulnerable", "-e", "stario"),
              "--reason",
              "CVE-2026-1");

      assertThat(mark.code()).as(mark.err()).isZero();
      assertThat(mark.out()).contains("In the cluster too: deployment/poster-gen revision 2");
      Outcome plan = platform.machine().stario("plan", PRESENT, "-n", "stario");
      assertThat(plan.out()).contains("v1.2.2", "recorded vulnerable by", "CVE-2026-1");
    }
  }

  @Test
  void the_cluster_is_left_alone_where_asked_and_nothing_is_said_of_it() throws Exception {
    try (Platform platform = Platform.in(folder).live(List.of("poster-gen"), "v1.2.3", "v1.2.4")) {
      Machine machine = platform.machine();
      record(machine, "v1.2.3", "--service", "poster-gen");
      String before = platform.state();

      Outcome mark =
          release(
              machine,
              List.of("mark", "v1.2.3", "bad", "-e", "stario", "--no-cluster"),
              "--reason",
              "5xx");

      assertThat(mark.code()).isZero();
      assertThat(mark.out()).doesNotContain("cluster");
      assertThat(platform.state()).isEqualTo(before);
    }
  }

  @Test
  void where_the_cluster_cannot_be_reached_the_ledger_has_the_verdict_and_that_is_said()
      throws Exception {
    Machine machine = new Machine(folder);
    record(machine, "v1.2.3", "--service", "poster-gen");

    Outcome mark =
        release(machine, List.of("mark", "v1.2.3", "bad", "-e", "stario"), "--reason", "5xx");

    assertThat(mark.code()).isEqualTo(1);
    assertThat(mark.err()).contains("The ledger has the verdict", "--no-cluster", "kubeconfig");
    assertThat(machine.stario("release", "list").out()).contains("bad");
  }

  @Test
  void a_release_that_has_run_well_for_the_playbooks_time_is_recorded_healthy_once()
      throws Exception {
    try (Platform platform = Platform.in(folder).live(List.of("poster-gen"), "v1.2.3")) {
      Machine machine = platform.machine().playbook(platform.playbook("    healthyAfter: 1s\n"));
      release(machine, List.of("record", "v1.2.3", "--service", "poster-gen"));
      Outcome doubting = machine.stario("plan", "poster-gen");

      Instant end = Instant.now().plus(Platform.PATIENCE);
      Outcome looking = machine.stario("history", "poster-gen");
      while (!looking.err().contains("recorded healthy") && Instant.now().isBefore(end)) {
        looking = machine.stario("history", "poster-gen");
      }

      assertThat(looking.err()).contains("recorded healthy: v1.2.3 of poster-gen, ran 1 s");
      assertThat(doubting.err()).doesNotContain("recorded healthy");
      assertThat(machine.stario("release", "list").out()).contains("healthy");
      assertThat(machine.stario("history", "poster-gen").err()).doesNotContain("recorded healthy");
    }
  }

  @Test
  void a_secret_that_changed_since_the_target_ran_is_warned_of_before_anything_is_done()
      throws Exception {
    try (Platform platform = Platform.in(folder).live(List.of("poster-gen"), "v1.2.3")) {
      Machine machine =
          platform
              .machine()
              .playbook(platform.playbook("    sharedSecrets: {stario-jwt: [poster-gen]}\n"));
      release(machine, List.of("record", "v1.2.3", "--observe", "--service", "poster-gen"));
      platform.release("poster-gen", "v1.2.4");
      platform.settled("poster-gen");
      assertThat(machine.stario("plan", "poster-gen").out()).doesNotContain("secret stario-jwt");

      platform
          .cluster()
          .edit(
              Resources.SECRET,
              Platform.NAMESPACE,
              "stario-jwt",
              secret -> secret.putObject("data").put("signing-key", "b3RoZXI="));

      Outcome plan = machine.stario("plan", "poster-gen");
      assertThat(plan.code()).isZero();
      assertThat(plan.out())
          .contains("secret stario-jwt: Changed since deployment/poster-gen v1.2.3 ran");
    }
  }

  @Test
  void whoever_may_not_read_secrets_records_the_rest_and_is_told() throws Exception {
    try (Platform platform = Platform.in(folder).live(List.of("poster-gen"), "v1.2.3")) {
      Machine machine = platform.machine();

      Outcome outcome =
          release(
              machine,
              List.of("record", "v1.2.3", "--observe", "-n", "stario", "--service", PRESENT),
              "--context",
              "stario-sandbox-viewer");

      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.err()).contains("without a fingerprint of secret/stario-jwt", "forbidden");
      assertThat(outcome.out()).contains("configmap/stario-config").doesNotContain("secret/");
    }
  }
}
