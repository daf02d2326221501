package uz.stario.rollback.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.port.Targets;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.sandbox.platform.Flaw;

/** One terminal watches and stops what another has begun. */
class AbortTest extends OneService {

  @Test
  void a_run_in_another_terminal_is_asked_to_stop_and_watched_to_its_end() throws Exception {
    Process other = waiting();
    String run = runs.newest();

    Outcome abort = machine.stario("abort", run);

    assertThat(abort.code()).as(abort.out() + abort.err()).isEqualTo(5);
    assertThat(abort.err()).contains("run " + run + " to stop");
    assertThat(abort.out()).contains("stop asked by", "stopped partway", "Changed:");
    assertThat(other.waitFor()).isEqualTo(5);
    assertThat(machine.stario("runs", "verify").code()).isZero();
  }

  @Test
  void with_compensate_what_the_run_has_changed_is_undone_after_it_has_stopped() throws Exception {
    Process other = waiting();
    String run = runs.newest();

    Outcome abort = machine.stario("abort", run, "--compensate", "--yes");

    assertThat(abort.code()).as(abort.out() + abort.err()).isZero();
    assertThat(abort.out()).contains("stopped partway", "undo of run " + run, "ROLLBACK COMPLETE");
    assertThat(other.waitFor()).isEqualTo(5);
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.4");
  }

  @Test
  void what_the_ended_run_has_not_let_go_of_yet_is_waited_for_and_then_undone() {
    assertThat(machine.stario("rollback", POSTER, "--yes").code()).isZero();
    RunId done = new RunId(runs.newest());
    runs.leave(LEFT, 2);
    Targets.Lease lease = new Holders(machine).hold(POSTER, LEFT, Holders.NARGIZA);

    Outcome abort =
        machine.stario(
            told -> {
              boolean asked = told.contains("run 1122-lefty to stop");
              if (asked && runs.events(LEFT).size() == 3) {
                runs.goOn(LEFT, done, 2);
              } else if (told.contains("waiting for a run to let go that has ended: run 1122-l")) {
                lease.release();
              }
            },
            "abort",
            LEFT.value(),
            "--compensate",
            "--yes",
            "--override-verdict",
            "a drill");

    assertThat(abort.code()).as(abort.out() + abort.err()).isZero();
    assertThat(abort.err()).contains("waiting for a run to let go").doesNotContain("target-held");
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.4");
  }

  @Test
  void a_dry_run_asks_nobody_to_stop() throws Exception {
    assertThat(machine.stario("rollback", POSTER, "--yes").code()).isZero();
    runs.leave(LEFT, 2);

    Outcome abort = machine.stario("abort", LEFT.value(), "--dry-run");

    assertThat(abort.code()).isZero();
    assertThat(runs.events(LEFT)).hasSize(2);
  }

  @Test
  void a_run_in_another_terminal_is_watched_from_its_first_event_to_its_end() throws Exception {
    Process other = waiting();
    String run = runs.newest();
    Outcome some = machine.stario("watch", run, "--timeout", "1s");
    assertThat(some.code()).as(some.err()).isEqualTo(8);
    assertThat(some.out()).contains("roll-back/poster-gen  started", "stario watch " + run);

    CompletableFuture<Outcome> watch =
        CompletableFuture.supplyAsync(() -> machine.stario("watch", run));
    machine.stario("abort", run);

    assertThat(watch.get(30, TimeUnit.SECONDS).code()).isEqualTo(5);
    assertThat(watch.get().out()).contains("stopped partway");
    assertThat(other.waitFor()).isEqualTo(5);
  }

  @Test
  void a_run_whose_process_is_gone_is_ended_where_it_stands() throws Exception {
    assertThat(machine.stario("rollback", POSTER, "--yes").code()).isZero();
    runs.leave(LEFT, 2);

    Outcome abort = machine.stario("abort", LEFT.value());

    assertThat(abort.code()).as(abort.out() + abort.err()).isEqualTo(5);
    assertThat(abort.out()).contains("stopped by", "not known whether it is complete");
    assertThat(machine.stario("show", LEFT.value()).out()).contains("stopped partway");
    Outcome again = machine.stario("abort", LEFT.value());
    assertThat(again.code()).isEqualTo(3);
    assertThat(again.err()).contains("has ended", "nothing left to stop");
  }

  @Test
  void a_playbook_that_does_not_parse_stops_nobody_from_stopping() throws Exception {
    assertThat(machine.stario("rollback", POSTER, "--yes").code()).isZero();
    runs.leave(LEFT, 2);
    machine.playbook("environments: [unclosed\n");

    Outcome abort = machine.stario("abort", LEFT.value());

    assertThat(abort.code()).as(abort.out() + abort.err()).isEqualTo(5);
    assertThat(abort.err()).contains("! The playbook ", "has its own plan");
    assertThat(machine.stario("show", LEFT.value()).out()).contains("stopped partway");
  }

  @Test
  void who_wants_a_run_ended_has_nothing_to_wait_for() {
    Outcome abort = machine.stario("abort", LEFT.value(), "--wait");

    assertThat(abort.code()).isEqualTo(2);
    assertThat(abort.err()).contains("--wait");
  }

  @Test
  void what_was_left_before_it_began_changes_nothing_when_it_is_ended() throws Exception {
    assertThat(machine.stario("rollback", POSTER, "--yes").code()).isZero();
    runs.leave(LEFT, 1);
    String before = platform.state();

    Outcome abort = machine.stario("abort", LEFT.value());

    assertThat(abort.code()).as(abort.out() + abort.err()).isEqualTo(130);
    assertThat(abort.out()).contains("nothing was changed");
    assertThat(platform.state()).isEqualTo(before);
  }

  @Test
  void a_run_that_was_left_is_offered_before_the_next_one_and_marked_in_the_list()
      throws Exception {
    assertThat(machine.stario("rollback", POSTER, "--yes").code()).isZero();
    runs.leave(LEFT, 2);
    runs.markAsLeft(LEFT);

    assertThat(machine.stario("runs").out()).containsPattern("1122-lefty .* left ");
    Outcome next =
        machine.stario(
            "rollback", POSTER, "--yes", "--to-version", "v1.2.4", "--override-verdict", "x");

    assertThat(next.err())
        .contains("run 1122-lefty (poster-gen, ", "was left by its process")
        .contains("`stario resume 1122-lefty`");
  }

  @Test
  void a_run_that_is_not_there_can_be_neither_watched_nor_stopped() {
    assertThat(machine.stario("abort", "1122-nobody").code()).isEqualTo(2);
    assertThat(machine.stario("watch", "1122-nobody").err()).contains("There is no run");
  }

  /** A rollback in another terminal that waits for pods that never get ready. */
  private Process waiting() throws Exception {
    platform.sandbox().publish("registry.stario.uz/poster-gen:v1.2.3", new Flaw.NeverReady());
    Process process = machine.start("rollback", POSTER, "--yes", "--timeout", "60s");
    Machine.until(process.inputReader(UTF_8), "new replicas are updated");
    return process;
  }
}
