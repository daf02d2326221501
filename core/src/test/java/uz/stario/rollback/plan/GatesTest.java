package uz.stario.rollback.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.release.Given.workload;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.release.Health;

class GatesTest {

  @Test
  void a_plan_has_the_five_items_of_the_checklist_in_its_order() {
    assertThat(new Planned().service("api", Set.of(), List.of(), "api").plan().gates())
        .extracting(gate -> gate.item().key())
        .containsExactly(
            "deployment-related",
            "state-documented",
            "people-told",
            "backup-ready",
            "target-stable");
  }

  @Test
  void what_nothing_shows_is_open_and_says_what_would_show_it() {
    Plan plan = new Planned().service("api", Set.of(), List.of(), "api").plan();
    assertThat(open(plan))
        .containsExactly("deployment-related", "state-documented", "people-told", "target-stable");
    assertThat(state(plan, Gate.Item.BACKUP_READY))
        .isEqualTo(new Gate.State.Evident("no step removes or replaces data"));
    assertThat(state(plan, Gate.Item.TARGET_STABLE))
        .isEqualTo(new Gate.State.Open("v1 of deployment/api is of unknown health"));
  }

  @Test
  void an_onset_a_reason_and_a_healthy_target_are_evidence() {
    Instant since = Instant.EPOCH;
    Plan plan =
        new Planned()
            .service(
                "api", workload("api").revision("v1").judged(Health.HEALTHY, "r1").revision("v2"))
            .since(since)
            .because("12 % errors")
            .plan();
    assertThat(open(plan)).containsExactly("people-told");
    assertThat(state(plan, Gate.Item.DEPLOYMENT_RELATED).detail())
        .isEqualTo("deployment/api changed since " + since);
    assertThat(state(plan, Gate.Item.TARGET_STABLE).detail()).isEqualTo("v1 is recorded healthy");
  }

  @Test
  void an_answer_takes_the_place_of_what_was_open_and_the_rest_is_deferred() {
    Plan plan = new Planned().service("api", Set.of(), List.of(), "api").plan();
    var attested = new Gate.State.Attested("anna", "we ran it for a month");
    List<Gate> answered =
        Gates.deferred(Gates.answered(plan.gates(), Map.of(Gate.Item.TARGET_STABLE, attested)));

    assertThat(answered).noneMatch(Gate::open);
    assertThat(answered)
        .filteredOn(Gate::deferred)
        .extracting(gate -> gate.item().key())
        .containsExactly("deployment-related", "state-documented", "people-told");
    assertThat(answered.getLast().state()).isEqualTo(attested);
  }

  @Test
  void answers_do_not_change_what_is_done_and_so_not_the_digest() {
    Plan plan = new Planned().service("api", Set.of(), List.of(), "api").plan();
    Plan deferred = plan.withGates(Gates.deferred(plan.gates()));
    assertThat(deferred.digest()).isEqualTo(plan.digest());
    assertThat(deferred.digestFits()).isTrue();
  }

  @Test
  void where_nothing_moves_there_is_nothing_to_go_through() {
    Plan plan = new Planned().service("api", workload("api").revision("v1")).leaveUnable().plan();
    assertThat(plan.gates()).isEmpty();
  }

  private static List<String> open(Plan plan) {
    return plan.gates().stream().filter(Gate::open).map(gate -> gate.item().key()).toList();
  }

  private static Gate.State state(Plan plan, Gate.Item item) {
    return plan.gates().stream()
        .filter(gate -> gate.item() == item)
        .findFirst()
        .orElseThrow()
        .state();
  }
}
