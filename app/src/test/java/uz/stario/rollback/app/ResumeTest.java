package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.run.RunEvent;

/** Runs that a killed process has left are taken up. */
class ResumeTest extends OneService {

  @BeforeEach
  void carryOne() {
    assertThat(machine.stario("rollback", POSTER, "--yes").code()).isZero();
  }

  @Test
  void what_was_done_already_is_seen_and_not_done_again() {
    runs.leave(LEFT, 2);
    String before = revision();

    Outcome resume = machine.stario("resume", LEFT.value());

    assertThat(resume.code()).as(resume.out() + resume.err()).isZero();
    assertThat(resume.out()).contains("taken up by", "rolled back and verified");
    assertThat(revision()).isEqualTo(before);
    assertThat(runs.events(LEFT))
        .filteredOn(event -> event instanceof RunEvent.EffectIntended)
        .hasSizeGreaterThan(1);
    assertThat(machine.stario("runs", "verify").code()).isZero();
  }

  @Test
  void what_had_not_begun_begins() throws Exception {
    runs.leave(LEFT, 1);
    platform.release(POSTER, "v1.2.4");
    platform.settled(POSTER);

    Outcome resume = machine.stario("resume", LEFT.value());

    assertThat(resume.code()).as(resume.out() + resume.err()).isZero();
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.3");
  }

  @Test
  void a_workload_that_somebody_has_changed_meanwhile_is_left_as_it_is() throws Exception {
    runs.leave(LEFT, 1);
    platform.release(POSTER, "v1.2.2");
    platform.settled(POSTER);

    Outcome resume = machine.stario("resume", LEFT.value());

    assertThat(resume.code()).as(resume.out() + resume.err()).isEqualTo(1);
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.2");
  }

  @Test
  void a_run_that_has_ended_is_not_resumed() {
    Outcome resume = machine.stario("resume", runs.newest());

    assertThat(resume.code()).isEqualTo(3);
    assertThat(resume.err()).contains("has ended", "stario show");
  }

  @Test
  void a_run_that_nobody_knows_is_not_resumed() {
    assertThat(machine.stario("resume", "1122-nobody").code()).isEqualTo(2);
    assertThat(machine.stario("resume", "1122-nobody").err()).contains("There is no run");
  }

  @Test
  void a_run_on_a_cluster_that_the_kubeconfig_does_not_have_changes_nothing() throws Exception {
    runs.leave(LEFT, 1);
    String other = platform.sandbox().kubeconfig().replace("stario-sandbox", "elsewhere");
    machine.kubeconfig(other);

    Outcome resume = machine.stario("resume", LEFT.value());

    assertThat(resume.code()).as(resume.out() + resume.err()).isEqualTo(1);
    assertThat(resume.err()).contains("stario-sandbox").contains("elsewhere");
    assertThat(runs.events(LEFT)).hasSize(1);
  }

  @Test
  void a_playbook_that_does_not_parse_is_told_and_stops_nobody() throws Exception {
    runs.leave(LEFT, 2);
    machine.playbook("environments: [unclosed\n");

    Outcome resume = machine.stario("resume", LEFT.value());

    assertThat(resume.code()).as(resume.out() + resume.err()).isZero();
    assertThat(resume.err()).contains("! The playbook ", "stario.yaml:", "has its own plan");
  }

  @Test
  void a_playbook_that_is_not_there_any_more_stops_nobody() {
    runs.leave(LEFT, 2);
    machine.set("STARIO_PLAYBOOK", folder.resolve("nowhere.yaml").toString());

    Outcome resume = machine.stario("resume", LEFT.value());

    assertThat(resume.code()).as(resume.out() + resume.err()).isZero();
    assertThat(resume.err()).contains("nowhere.yaml", "has its own plan");
  }

  @Test
  void an_answer_to_what_was_not_asked_is_refused() {
    runs.leave(LEFT, 2);

    Outcome resume =
        machine.stario(
            "resume", LEFT.value(), "--treat", "roll-back/poster-gen=done", "--reason", "x");

    assertThat(resume.code()).isEqualTo(2);
    assertThat(resume.err()).contains("roll-back/poster-gen");
    assertThat(runs.events(LEFT)).hasSize(2);
  }

  @Test
  void a_run_whose_journal_was_changed_is_not_resumed() throws Exception {
    runs.leave(LEFT, 2);
    Path journal = folder.resolve("machine-1/state/journal.db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
        var statement = connection.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "update events set body = replace(body, '\"attempt\":1', '\"attempt\":2')"
                      + " where run = '1122-lefty' and seq = 2"))
          .isEqualTo(1);
    }

    Outcome resume = machine.stario("resume", LEFT.value());

    assertThat(resume.code()).isNotZero();
    assertThat(resume.err()).contains("journal is not what was written", "stario runs verify");
  }

  /** Counts the rollouts of the workload. */
  private String revision() {
    return platform
        .deployment(POSTER)
        .at("/metadata/annotations/deployment.kubernetes.io~1revision")
        .asString("");
  }
}
