package uz.stario.rollback.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;

/**
 * A place that two people reach, where one asks for an approval and another gives it. Thread-safe;
 * every call is one short attempt.
 */
public interface Approvals {

  /** Nobody asks and nobody gives. */
  Approvals NONE =
      new Approvals() {
        @Override
        public Answer<String> self() {
          return Answer.given("");
        }

        @Override
        public Optional<Problem> ask(Wanted wanted) {
          return Optional.empty();
        }

        @Override
        public Answer<Optional<Wanted>> wanted(RunId run) {
          return Answer.given(Optional.empty());
        }

        @Override
        public Optional<Problem> give(RunId run, String digest) {
          return Optional.empty();
        }

        @Override
        public Answer<List<Approval>> given(RunId run) {
          return Answer.given(List.of());
        }

        @Override
        public void withdraw(RunId run) {}
      };

  /** Who this process is to the place. */
  Answer<String> self();

  /** Asks for an approval; asking again for the same run replaces what was asked. */
  Optional<Problem> ask(Wanted wanted);

  /** What was asked for a run; empty when nothing was. */
  Answer<Optional<Wanted>> wanted(RunId run);

  /**
   * Approves, as whoever this process is; twice is the same as once.
   *
   * @param digest of the plan that the approver has seen
   */
  Optional<Problem> give(RunId run, String digest);

  /**
   * What was approved for a run, by whom; the requester's own and other plans' too. Who asks again
   * and again may learn of the latest a moment later.
   */
  Answer<List<Approval>> given(RunId run);

  /** No longer asked; does what it can. */
  void withdraw(RunId run);

  /**
   * What the approver is shown.
   *
   * @param digest of the plan
   * @param requester as the place knows people
   * @param summary what the plan does, a line a workload
   */
  record Wanted(RunId run, String digest, String requester, Instant until, List<String> summary) {
    public Wanted {
      summary = List.copyOf(summary);
    }
  }

  /**
   * One approval.
   *
   * @param by as the place knows people
   * @param attested whether the place does not vouch for the name
   */
  record Approval(RunId run, String digest, String by, boolean attested) {}
}
