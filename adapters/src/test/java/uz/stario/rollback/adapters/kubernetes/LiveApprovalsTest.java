package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.adapters.kubernetes.ApprovalStage.given;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.port.Approvals.Approval;
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
    refused(stage.writes("olim", "POST", ApprovalLease.of(RUN, "zuhra", "ab")));

    assertThat(given(requester().given(RUN))).isEmpty();
  }

  @Test
  void nobody_can_turn_anothers_approval_into_one_of_his_own_or_of_another_plan() {
    assertThat(approver().give(RUN, "ab")).isEmpty();
    ObjectNode lease = stage.lease(ApprovalLease.approvalName(RUN, "zuhra", "ab"));
    ObjectNode own = lease.deepCopy();
    own.withObject("spec").put("holderIdentity", "olim");
    refused(stage.writes("olim", "PUT", own));

    lease.withObject("metadata").withObject("annotations").put(ApprovalLease.DIGEST, "cd");
    refused(stage.writes("olim", "PUT", lease));
    assertThat(stage.writes("zuhra", "PUT", lease))
        .isInstanceOfSatisfying(
            Reply.Failed.class, failed -> assertThat(failed.message()).contains("for one plan"));
    assertThat(given(requester().given(RUN)))
        .containsExactly(new Approval(RUN, "ab", "zuhra", false));
  }

  @Test
  void nobody_can_ask_in_anothers_name_or_change_what_another_asked() {
    Wanted wanted = wanted("olim", "ab");
    refused(stage.writes("zuhra", "POST", ApprovalLease.of(wanted)));
    assertThat(requester().ask(wanted)).isEmpty();

    Problem problem = approver().ask(wanted("zuhra", "cd")).orElseThrow();

    assertThat(problem.code()).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(problem.next()).contains("whoever asked it");
    assertThat(given(approver().wanted(RUN))).contains(wanted);
  }

  private static void refused(Reply reply) {
    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Failed.class,
            failed -> assertThat(failed.message()).contains(LeaseApprovals.OWN_NAME));
  }

  private static Wanted wanted(String by, String digest) {
    return new Wanted(RUN, digest, by, Instant.parse("2026-01-02T04:04:05Z"), List.of("x"));
  }
}
