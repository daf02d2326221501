package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checklist before a rollback: by evidence, attested, waived, deferred. */
class ChecklistTest {

  @TempDir private Path folder;

  @Test
  void each_item_is_shown_answered_and_kept_and_what_nobody_answered_is_asked_for_in_the_end()
      throws Exception {
    try (Platform platform = Platform.in(folder)) {
      platform.live(List.of("poster-gen"), "v1.2.3", "v1.2.4");
      Machine machine = platform.equipped();

      assertThat(machine.stario("plan", "poster-gen").out())
          .containsSubsequence(
              "Checklist:",
              "? deployment-related: --since would tell",
              "? state-documented: --reason says",
              "✓ backup-ready: no step removes or replaces data",
              "? target-stable: v1.2.3 of deployment/poster-gen is of unknown health");

      Outcome rollback =
          machine.stario(
              "rollback",
              "poster-gen",
              "--yes",
              "--reason",
              "every tenth request fails",
              "--attest",
              "target-stable=it ran for a month, password=hunter2-0123456789",
              "--waive",
              "people-told=nobody else is awake");

      assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
      assertThat(rollback.out())
          .contains(
              "✓ target-stable: ",
              "– people-told: waived by ",
              "Still to be answered, for the record:",
              "deployment-related: whether a deployment caused it")
          .doesNotContain("target-stable: whether", "hunter2-0123456789");
      String run = rollback.out().replaceAll("(?s).*stario show (\\S+).*", "$1");
      assertThat(machine.stario("show", run, "--json").out())
          .contains("\"attested\"", "\"waived\"", "nobody else is awake", "\"deferred\"")
          .doesNotContain("\"open\"", "hunter2-0123456789");
    }
  }

  @Test
  void a_wrong_answer_is_told_before_anybody_looks() {
    Machine machine = new Machine(folder);
    Outcome unknown = machine.stario("rollback", "x", "--attest", "target-stabel=yes");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("Did you mean target-stable?");
    Outcome silent = machine.stario("rollback", "x", "--waive", "people-told");
    assertThat(silent.code()).isEqualTo(2);
    assertThat(silent.err()).contains("needs a reason");
    Outcome twice =
        machine.stario("rollback", "x", "--waive", "people-told=a", "--attest", "people-told=b");
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.err()).contains("people-told is answered twice.");
  }
}
