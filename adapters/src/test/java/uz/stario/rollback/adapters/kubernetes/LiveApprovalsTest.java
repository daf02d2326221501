package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.adapters.kubernetes.ApprovalStage.given;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.port.Approvals.Wanted;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;

/** With the shipped policy a cluster vouches for names, because nobody can write another's. */
@Tag("live")
class LiveApprovalsTest extends LiveApprovals {

  private static final RunId RUN = new RunId("1122-k3f9m");

  @Override
  protected boolean vouches() {
    return true;
  }

  @Test
  void nobody_can_approve_in_anothers_name() {
    Problem problem = stage.claiming("olim", "zuhra").give(RUN, "ab").orElseThrow();

    assertThat(problem.code()).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(problem.why()).contains(LeaseApprovals.OWN_NAME);
    assertThat(given(requester().given(RUN))).isEmpty();
  }

  @Test
  void nobody_can_ask_in_anothers_name_or_change_what_another_asked() {
    Wanted wanted = wanted("olim", "ab");
    assertThat(stage.claiming("zuhra", "olim").ask(wanted)).isPresent();
    assertThat(requester().ask(wanted)).isEmpty();

    assertThat(approver().ask(wanted("zuhra", "cd")).orElseThrow().code())
        .isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(stage.claiming("zuhra", "olim").ask(wanted("olim", "cd"))).isPresent();
    assertThat(given(approver().wanted(RUN))).contains(wanted);
  }

  private static Wanted wanted(String by, String digest) {
    return new Wanted(RUN, digest, by, Instant.parse("2026-01-02T04:04:05Z"), List.of("x"));
  }
}
