package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.port.Approvals.Approval;
import uz.stario.rollback.port.Approvals.Wanted;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.RunId;

/** What every place of approvals does. */
public abstract class ApprovalsContract {

  private static final RunId RUN = new RunId("1122-k3f9m");
  private static final RunId OTHER = new RunId("1122-other");
  private static final String DIGEST = "ab".repeat(32);

  /** The place as the one who asks reaches it; empty at the start of each test. */
  protected abstract Approvals requester();

  /** The same place as somebody else reaches it. */
  protected abstract Approvals approver();

  /** Whether the place vouches for names. */
  protected abstract boolean vouches();

  private Wanted wanted(RunId run) {
    return new Wanted(
        run,
        DIGEST,
        given(requester().self()),
        Instant.parse("2026-01-02T04:04:05Z"),
        List.of("deployment/api-gateway: v1.2.4 → v1.2.3", "it's \"quoted\""));
  }

  @Test
  void two_people_are_two_people() {
    assertThat(given(requester().self())).isNotEqualTo(given(approver().self())).isNotEmpty();
  }

  @Test
  void where_nothing_was_asked_nothing_is_wanted_or_given() {
    assertThat(given(approver().wanted(RUN))).isEmpty();
    assertThat(given(requester().given(RUN))).isEmpty();
  }

  @Test
  void what_was_asked_is_seen_by_the_other_as_it_was_asked() {
    assertThat(requester().ask(wanted(RUN))).isEmpty();

    assertThat(given(approver().wanted(RUN))).isEqualTo(Optional.of(wanted(RUN)));
    assertThat(given(approver().wanted(OTHER))).isEmpty();
  }

  @Test
  void asking_again_replaces_what_was_asked() {
    requester().ask(wanted(RUN));
    Wanted later =
        new Wanted(RUN, "cd".repeat(32), wanted(RUN).requester(), wanted(RUN).until(), List.of());

    assertThat(requester().ask(later)).isEmpty();

    assertThat(given(approver().wanted(RUN))).isEqualTo(Optional.of(later));
  }

  @Test
  void an_approval_is_seen_with_who_gave_it_for_what() {
    requester().ask(wanted(RUN));

    assertThat(approver().give(RUN, DIGEST)).isEmpty();

    assertThat(given(requester().given(RUN)))
        .containsExactly(new Approval(RUN, DIGEST, given(approver().self()), !vouches()));
    assertThat(given(requester().given(OTHER))).isEmpty();
  }

  @Test
  void who_asks_again_and_again_learns_of_it_soon() {
    Approvals waiting = requester();
    waiting.ask(wanted(RUN));
    for (int i = 0; i < 5; i++) {
      assertThat(given(waiting.given(RUN))).isEmpty();
    }

    assertThat(approver().give(RUN, DIGEST)).isEmpty();

    Instant end = Instant.now().plusSeconds(60);
    while (given(waiting.given(RUN)).isEmpty()) {
      assertThat(Instant.now()).isBefore(end);
    }
    assertThat(given(waiting.given(RUN)))
        .containsExactly(new Approval(RUN, DIGEST, given(approver().self()), !vouches()));
  }

  @Test
  void approving_twice_is_the_same_as_once() {
    requester().ask(wanted(RUN));
    approver().give(RUN, DIGEST);

    assertThat(approver().give(RUN, DIGEST)).isEmpty();

    assertThat(given(requester().given(RUN))).hasSize(1);
  }

  @Test
  void approvals_of_two_plans_of_a_run_are_two() {
    approver().give(RUN, DIGEST);

    assertThat(approver().give(RUN, "cd".repeat(32))).isEmpty();

    assertThat(given(requester().given(RUN)))
        .extracting(Approval::digest)
        .containsExactlyInAnyOrder(DIGEST, "cd".repeat(32));
  }

  @Test
  void the_requesters_own_approval_is_told_apart_by_its_name() {
    requester().ask(wanted(RUN));

    requester().give(RUN, DIGEST);

    assertThat(given(requester().given(RUN)))
        .isNotEmpty()
        .allMatch(approval -> approval.by().equals(given(requester().self())));
  }

  @Test
  void what_was_withdrawn_is_no_longer_wanted() {
    requester().ask(wanted(RUN));
    requester().ask(wanted(OTHER));

    requester().withdraw(RUN);

    assertThat(given(approver().wanted(RUN))).isEmpty();
    assertThat(given(approver().wanted(OTHER))).isPresent();
  }

  private static <T> T given(Answer<T> answer) {
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<T>) answer).value();
  }
}
