package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.port.Targets;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.sandbox.store.Deletion;
import uz.stario.rollback.sandbox.store.Resources;

/** Two operators and one target. */
class LockTest {

  private static final String GATEWAY = "api-gateway";
  private static final RunId OTHER = new RunId("1122-other");

  @TempDir private Path folder;
  private Platform platform;
  private Machine machine;
  private Holders holders;

  @BeforeEach
  void open() throws Exception {
    platform = Platform.in(folder).live(List.of(GATEWAY), "v1.2.3", "v1.2.4");
    machine = platform.machine();
    holders = new Holders(machine);
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void a_run_locks_what_it_changes_and_lets_go_in_the_end() {
    Outcome rollback = rollback();

    assertThat(rollback.code()).as(rollback.err()).isZero();
    ObjectNode lease =
        platform.cluster().get(Resources.LEASE, Platform.NAMESPACE, "stario-rollback");
    assertThat(lease.path("spec").path("leaseTransitions").asInt(0)).isEqualTo(1);
    assertThat(lease.path("spec").has("holderIdentity")).isFalse();
  }

  @Test
  void a_failed_run_lets_go_too() throws Exception {
    platform.edit(GATEWAY, d -> ((ObjectNode) d.path("spec")).put("paused", true));

    rollback("--resume-paused", "--timeout", "1s");

    assertThat(held(false, Clock.systemUTC())).isNotNull();
  }

  @Test
  void the_loser_is_told_by_whom_it_is_held_and_changes_nothing() {
    held(false, Clock.systemUTC());
    String before = platform.state();

    Outcome loser = rollback();

    assertThat(loser.code()).isEqualTo(3);
    assertThat(loser.err())
        .contains("run 1122-other of nargiza@desk holds deployment/api-gateway, since ")
        .contains("alive")
        .contains("`stario watch 1122-other` on desk (as nargiza)", "--wait")
        .contains("target-held");
    assertThat(platform.state()).isEqualTo(before);
    assertThat(machine.stario("runs").out()).contains("No runs yet");
  }

  @Test
  void a_plan_and_a_dry_run_lock_nothing_and_are_not_held_up() {
    held(false, Clock.systemUTC());

    assertThat(machine.stario("plan", "deployment/api-gateway", "-n", "stario").code()).isZero();
    assertThat(rollback("--dry-run").code()).isZero();
  }

  @Test
  void whoever_waits_has_its_turn_when_the_other_is_done() {
    Targets.Lease other = held(false, Clock.systemUTC());

    Outcome waited =
        machine.stario(
            told -> {
              if (told.contains("waiting up to 60 s for run 1122-other")) {
                other.release();
              }
            },
            "rollback",
            "deployment/api-gateway",
            "-n",
            "stario",
            "--yes",
            "--wait=1m");

    assertThat(waited.code()).as(waited.err()).isZero();
    assertThat(waited.err()).contains("waiting");
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.3");
  }

  @Test
  void what_a_process_locked_that_died_before_its_run_began_is_taken_over_unasked()
      throws Exception {
    leftBehind();

    Outcome rollback = rollback();

    assertThat(rollback.code()).as(rollback.err()).isZero();
    assertThat(rollback.err())
        .contains("taken over from run 1122-other of ", "is not in the journal here");
    assertThat(recorded()).contains("taken over from run 1122-other of ", "it had not begun");
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.3");
  }

  @Test
  void what_a_dead_process_has_begun_is_not_taken_over_unasked() throws Exception {
    assertThat(rollback("--to-version", "v1.2.3").code()).isZero();
    new PastRuns(machine).leave(OTHER, 2);
    leftBehind();

    Outcome rollback = rollback("--to-version", "v1.2.4", "--override-verdict", "a drill");

    assertThat(rollback.code()).as(rollback.err()).isEqualTo(3);
    assertThat(rollback.err()).contains("has ended", "`stario resume 1122-other`", "--take-over");
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.3");
  }

  @Test
  void what_a_dead_process_has_begun_by_another_journal_is_not_taken_over_unasked()
      throws Exception {
    leftBehind().renew("3:" + "ab".repeat(32));

    Outcome rollback = rollback();

    assertThat(rollback.code()).as(rollback.err()).isEqualTo(3);
    assertThat(rollback.err()).contains("another journal (STARIO_STATE)", "--take-over");
  }

  @Test
  void a_holder_whose_record_somebody_has_spoilt_is_a_holder_like_any_other() throws Exception {
    assertThat(rollback("--to-version", "v1.2.3").code()).isZero();
    new PastRuns(machine).leave(OTHER, 2);
    Path journal = machine.folder().resolve("state/journal.db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
        var statement = connection.createStatement()) {
      statement.executeUpdate("delete from events where run = '1122-other' and seq = 1");
    }
    held(false, Clock.systemUTC());

    Outcome loser = rollback("--to-version", "v1.2.4", "--override-verdict", "a drill");

    assertThat(loser.code()).as(loser.err()).isEqualTo(3);
    assertThat(loser.err()).contains("target-held");
    Outcome resume = machine.stario("resume", OTHER.value());
    assertThat(resume.code()).as(resume.err()).isNotZero();
    assertThat(resume.err()).contains("journal is not what was written", "runs verify 1122-other");
  }

  @Test
  void waiting_has_an_end() {
    held(false, Clock.systemUTC());

    Outcome loser = rollback("--wait", "1s");

    assertThat(loser.code()).isEqualTo(3);
    assertThat(loser.err()).contains("waiting up to 1.0 s for run 1122-other");
  }

  @Test
  void a_silent_run_is_taken_over_when_that_is_asked_for_and_is_named() {
    held(false, InstantSource.offset(Clock.systemUTC(), Duration.ofMinutes(-5)));
    Outcome loser = rollback();
    assertThat(loser.code()).isEqualTo(3);
    assertThat(loser.err())
        .contains("silent, last sign of life", "`stario resume 1122-other`", "--take-over");

    Outcome over = rollback("--take-over");

    assertThat(over.code()).as(over.out() + over.err()).isZero();
    assertThat(over.err()).contains("taken over from run 1122-other of nargiza@desk");
    assertThat(recorded())
        .contains("taken over from run 1122-other of nargiza@desk: what it began");
  }

  @Test
  void a_run_that_is_alive_is_not_taken_over() {
    held(false, Clock.systemUTC());

    assertThat(rollback("--take-over").code()).isEqualTo(3);
  }

  @Test
  void without_the_right_to_write_leases_it_refuses_and_says_what_the_local_lock_gives_up() {
    Outcome refused = rollback("--context", "stario-sandbox-viewer");

    assertThat(refused.code()).isEqualTo(4);
    assertThat(refused.err())
        .contains("may not create leases.coordination.k8s.io")
        .contains("`get`, `create` and `update`")
        .contains("--lock local", "not seen");
  }

  @Test
  void a_local_lock_needs_no_lease_and_excludes_runs_of_this_machine() {
    assertThat(rollback("--lock", "local").code()).isZero();
    assertThat(platform.cluster().find(Resources.LEASE, Platform.NAMESPACE, "stario-rollback"))
        .isEmpty();
    held(true, Clock.systemUTC());

    Outcome loser =
        rollback("--lock", "local", "--to-version", "v1.2.4", "--override-verdict", "x");

    assertThat(loser.code()).isEqualTo(3);
    assertThat(loser.err()).contains("1122-other");
  }

  @Test
  void a_lock_that_was_edited_by_hand_is_refused_until_somebody_deletes_it() {
    held(false, Clock.systemUTC());
    platform
        .cluster()
        .edit(
            Resources.LEASE,
            Platform.NAMESPACE,
            "stario-rollback",
            lease ->
                lease
                    .withObject("metadata")
                    .withObject("annotations")
                    .put("rollback.stario.uz/holdings", "{}"));

    Outcome refused = rollback();
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("kubectl --context stario-sandbox delete lease");
    platform
        .cluster()
        .delete(Resources.LEASE, Platform.NAMESPACE, "stario-rollback", Deletion.BACKGROUND);

    assertThat(rollback().code()).isZero();
  }

  @Test
  void what_is_written_for_the_lock_is_checked_before_anything_else() {
    assertThat(rollback("--lock", "everywhere").err()).contains("cluster or local");
    assertThat(rollback("--wait=soon").err()).contains("--wait takes a duration");
  }

  /** What the newest run's record shows. */
  private String recorded() {
    return machine.stario("show", new PastRuns(machine).newest()).out();
  }

  private Outcome rollback(String... more) {
    return machine.stario(
        Stream.concat(
                Stream.of("rollback", "deployment/api-gateway", "-n", "stario", "--yes"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  /** Somebody else's run holds the gateway, with heartbeats by that clock. */
  private Targets.Lease held(boolean local, InstantSource clock) {
    return holders.hold(GATEWAY, OTHER, Holders.NARGIZA, local, clock);
  }

  /** The gateway is held by a process of this machine that is no more. */
  private Targets.Lease leftBehind() throws Exception {
    return holders.hold(GATEWAY, OTHER, holders.dead());
  }
}
