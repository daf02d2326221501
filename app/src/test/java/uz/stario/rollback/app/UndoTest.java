package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.adapters.json.PlanJson;
import uz.stario.rollback.app.wiring.SystemWiring;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/** A rollback that was a mistake, and its way back. */
class UndoTest {

  private static final String GATEWAY = "api-gateway";
  private static final String WHY = "the cause was the cache";

  @TempDir private Path folder;
  private Platform platform;
  private Machine machine;

  @BeforeEach
  void open() throws Exception {
    platform = Platform.in(folder).live(List.of(GATEWAY), "v1.2.3", "v1.2.4");
    machine = platform.equipped();
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void it_goes_back_to_what_the_run_left_when_somebody_says_why() {
    String run = rolledBack();
    String before = platform.state();

    Outcome refused = undo(run, "--yes");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err())
        .contains("recorded bad by run " + run, "--override-verdict REASON", "target-recorded-bad");
    assertThat(platform.state()).isEqualTo(before);

    Outcome undone = undo(run, "--yes", "--override-verdict", WHY, "--reason", "not the release");
    assertThat(undone.code()).as(undone.out() + undone.err()).isZero();
    assertThat(undone.out())
        .contains(
            "v1.2.3 → v1.2.4",
            "what run " + run + " left",
            "gone to all the same: " + WHY,
            "undo of run " + run + ": not the release",
            "✓ rolled back and verified");
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.4");
    assertThat(machine.stario("show", newest()).out()).contains("undo of run " + run);
    assertThat(machine.stario("audit", "export", "--run", newest()).out()).contains(WHY);
  }

  @Test
  void it_says_nothing_of_either_version_so_that_the_next_rollback_goes_back_again() {
    String run = rolledBack();
    assertThat(undo(run, "--yes", "--override-verdict", WHY).code()).isZero();

    Outcome history = machine.stario("history", GATEWAY);
    Outcome again = machine.stario("rollback", GATEWAY, "--yes");

    assertThat(history.out())
        .containsPattern("v1\\.2\\.4 .*bad \\(run " + run)
        .containsPattern("v1\\.2\\.3 .*healthy \\(run " + run);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.3");
  }

  @Test
  void an_undo_can_be_undone_and_done_twice_it_changes_nothing() {
    String run = rolledBack();
    assertThat(undo(run, "--yes", "--override-verdict", WHY).code()).isZero();
    String undone = newest();

    Outcome twice = undo(run, "--yes");
    assertThat(twice.code()).as(twice.err()).isZero();
    assertThat(twice.out()).contains("already v1.2.4", "Nothing to change.");

    Outcome back = undo(undone, "--yes");
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.3");
  }

  @Test
  void what_somebody_has_changed_since_is_refused_in_words() throws Exception {
    String run = rolledBack();
    platform.flag(GATEWAY, "FEATURE_VIDEO_GEN_ENABLED", "false");
    String before = platform.state();

    Outcome refused = undo(run, "--yes", "--override-verdict", WHY);

    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err())
        .contains(
            "deployment/api-gateway: runs revision 4 (v1.2.3); the run left it with v1.2.3: env of"
                + " api-gateway FEATURE_VIDEO_GEN_ENABLED",
            "plan-drifted");
    assertThat(platform.state()).isEqualTo(before);
  }

  @Test
  void a_run_that_kept_a_flag_is_undone_and_the_flag_stays() throws Exception {
    platform.flag(GATEWAY, "EMERGENCY_MODE", "true");
    String run = rolledBack();
    assertThat(platform.flag(GATEWAY, "EMERGENCY_MODE")).isEqualTo("true");

    Outcome undone = undo(run, "--yes", "--override-verdict", WHY);

    assertThat(undone.code()).as(undone.out() + undone.err()).isZero();
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.4");
    assertThat(platform.flag(GATEWAY, "EMERGENCY_MODE")).isEqualTo("true");
  }

  @Test
  void it_is_shown_first_asked_about_and_saved_like_any_plan() {
    String run = rolledBack();
    String before = platform.state();
    String file = machine.folder().resolve("undo.json").toString();

    Outcome dry = undo(run, "--dry-run", "--override-verdict", WHY);
    assertThat(dry.code()).isZero();
    assertThat(dry.out()).contains("v1.2.3 → v1.2.4", "Dry run: nothing was changed.");
    assertThat(undo(run, "--override-verdict", WHY).err()).contains("confirmation-missing");
    Outcome json = undo(run, "--dry-run", "--json", "--override-verdict", WHY);
    assertThat(json.json().path("digest").asString("")).hasSize(64);
    assertThat(undo(run, "--save", file, "--override-verdict", WHY).code()).isZero();
    assertThat(platform.state()).isEqualTo(before);

    Outcome saved = machine.stario("rollback", "--plan", file, "--yes");
    assertThat(saved.code()).as(saved.err()).isZero();
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.4");
  }

  @Test
  void a_run_that_ended_halfway_is_undone_as_far_as_it_came() throws Exception {
    platform.edit(GATEWAY, d -> ((ObjectNode) d.path("spec")).put("minReadySeconds", 600));
    Outcome late = machine.stario("rollback", GATEWAY, "--yes", "--timeout", "1s");
    assertThat(late.code()).as(late.out() + late.err()).isEqualTo(5);
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.3");
    platform.edit(GATEWAY, d -> ((ObjectNode) d.path("spec")).put("minReadySeconds", 0));

    Outcome undone = undo(newest(), "--yes");

    assertThat(undone.code()).as(undone.out() + undone.err()).isZero();
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.4");
  }

  @Test
  void a_run_that_is_unknown_or_has_not_ended_is_refused() throws Exception {
    Outcome unknown = undo("0000-nobody", "--yes");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("run-not-found");

    String file = machine.folder().resolve("plan.json").toString();
    assertThat(machine.stario("plan", GATEWAY, "--save", file).code()).isZero();
    Plan plan = given(PlanJson.read(Files.readString(Path.of(file)), "it"));
    try (var wiring = new SystemWiring(machine.environment(), Clock.systemUTC(), new Redactor())) {
      given(wiring.journal())
          .append(
              new RunId("0131-begun"),
              0,
              List.of(new RunEvent.Started(Instant.now(), plan, "anna@laptop")));
    }

    Outcome open = undo("0131-begun", "--yes");

    assertThat(open.code()).isEqualTo(3);
    assertThat(open.err()).contains("has not ended", "`stario abort 0131-begun`", "run-not-ended");
  }

  private static <T> T given(Answer<T> answer) {
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<T>) answer).value();
  }

  private String rolledBack() {
    Outcome rollback = machine.stario("rollback", GATEWAY, "--yes");
    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.3");
    return newest();
  }

  private String newest() {
    return machine.stario("runs", "--json").json().path("runs").get(0).path("run").asString("");
  }

  private Outcome undo(String run, String... more) {
    return machine.stario(
        Stream.concat(Stream.of("undo", run), Stream.of(more)).toArray(String[]::new));
  }
}
