package uz.stario.rollback.announce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.release.Given;
import uz.stario.rollback.release.WorkloadState;

class ImpactTest {

  @Test
  void what_serves_with_fewer_pods_than_asked_for_is_named_with_its_numbers() {
    assertThat(Impact.of(List.of(state("web", 3, 1), state("api", 2, 0), state("db", 1, 0))))
        .hasValue(
            "deployment/api does not serve (0 of 2 pods), deployment/db does not serve (0 of 1"
                + " pod), deployment/web serves (1 of 3 pods)");
  }

  @Test
  void what_has_all_its_pods_or_more_tells_nothing_of_how_people_fare() {
    assertThat(Impact.of(List.of(state("web", 2, 2), state("api", 2, 3), state("off", 0, 0))))
        .isEmpty();
  }

  @Test
  void what_somebody_said_counts_before_what_is_seen() {
    Extras said = Extras.said(Optional.of("no videos"), Optional.empty(), Optional.empty());

    assertThat(said.seeing(Impact.of(List.of(state("api", 2, 0)))).impact()).hasValue("no videos");
    assertThat(Extras.NONE.seeing(Impact.of(List.of(state("api", 2, 0)))).impact())
        .hasValue("deployment/api does not serve (0 of 2 pods)");
  }

  private static WorkloadState state(String name, int desired, int available) {
    WorkloadState state = Given.workload(name).revision("v1").state();
    return new WorkloadState(
        state.ref(),
        state.uid(),
        state.template(),
        state.revisions(),
        state.changedAt(),
        state.paused(),
        desired,
        available,
        state.keepsNoHistory(),
        state.lastApplied(),
        state.availableSince());
  }
}
