package uz.stario.rollback.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.release.Given;

class ConfirmationTest {

  @Test
  void a_rollback_disrupts_and_destroys_nothing_so_no_name_is_asked_for() {
    Plan plan = plan();

    assertThat(Confirmation.names(plan)).isEmpty();
    assertThat(Confirmation.of(plan, List.of())).isEqualTo(needs(List.of(), List.of()));
  }

  @Test
  void each_target_that_loses_data_is_named_once_in_the_order_of_the_plan() {
    Plan plan =
        plan(
            change("queue/video", Danger.DESTRUCTIVE),
            change("database/stario", Danger.DESTRUCTIVE),
            change("flags/stario", Danger.DISRUPTIVE),
            change("queue/video", Danger.DESTRUCTIVE));

    assertThat(Confirmation.names(plan)).containsExactly("queue/video", "database/stario");
  }

  @Test
  void what_was_named_is_no_longer_missing_and_what_was_misspelt_is_unexpected() {
    Plan plan =
        plan(
            change("queue/video", Danger.DESTRUCTIVE),
            change("database/stario", Danger.DESTRUCTIVE));

    assertThat(Confirmation.of(plan, List.of("queue/video")))
        .isEqualTo(needs(List.of("database/stario"), List.of()));
    assertThat(Confirmation.of(plan, List.of("queue/video", "database/stario")))
        .isEqualTo(needs(List.of(), List.of()));
    assertThat(Confirmation.of(plan, List.of("Queue/video", "queue", "queue")))
        .isEqualTo(
            needs(List.of("queue/video", "database/stario"), List.of("Queue/video", "queue")));
  }

  @Test
  void what_only_disrupts_is_not_confirmed_by_name() {
    assertThat(Confirmation.of(plan(change("flags/stario", Danger.DISRUPTIVE)), List.of("api")))
        .isEqualTo(needs(List.of(), List.of("api")));
  }

  private static Confirmation needs(List<String> missing, List<String> unexpected) {
    return new Confirmation(missing, unexpected);
  }

  private static Plan plan(Action... more) {
    Plan plan =
        new Planned().service("api", Given.workload("api").revision("v1").revision("v2")).plan();
    List<Step> steps = new ArrayList<>(plan.steps());
    for (Action action : more) {
      StepId id = new StepId("change-" + steps.size());
      steps.add(Step.of(id, "api", action, Set.of(), Set.of(), 1, ""));
    }
    return Plan.of(
        plan.environment(),
        plan.target(),
        plan.madeAt(),
        "",
        false,
        plan.workloads(),
        steps,
        List.of());
  }

  private static Action change(String target, Danger danger) {
    return new Action.StoreChange(
        "queue-quarantine",
        target,
        new TreeMap<>(),
        danger,
        false,
        OnFailure.STOP,
        Duration.ofSeconds(5),
        "the quarantine is there",
        "the length that was seen",
        "stario queue restore video");
  }
}
