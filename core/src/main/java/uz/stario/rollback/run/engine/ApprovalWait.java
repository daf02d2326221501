package uz.stario.rollback.run.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.port.Approvals.Approval;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.port.Timers;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/**
 * A run's wait for a second person, until one has approved or the time is up. Used by one drain.
 */
final class ApprovalWait implements AutoCloseable {

  private final RunId id;
  private final Approvals approvals;
  private final Timers timers;
  private final InstantSource clock;
  private final Consumer<RunEvent> post;
  private Subscription deadline = () -> {};

  /**
   * @param post takes the event of the time that is up, from any thread
   */
  ApprovalWait(
      RunId id, Approvals approvals, Timers timers, InstantSource clock, Consumer<RunEvent> post) {
    this.id = id;
    this.approvals = approvals;
    this.timers = timers;
    this.clock = clock;
    this.post = post;
  }

  void begin(Instant until) {
    deadline.close();
    deadline = timers.at(until, () -> post.accept(new RunEvent.ApprovalExpired(clock.instant())));
  }

  /** What second persons have said meanwhile; nothing of a run that waits for nobody. */
  List<RunEvent> heard(Run run) {
    if (!run.held()) {
      return List.of();
    }
    Instant at = clock.instant();
    if (!at.isBefore(run.approval().orElseThrow().until())) {
      // The timer may have come early, by a clock that was set back.
      return List.of(new RunEvent.ApprovalExpired(at));
    }
    return approvals.given(id) instanceof Answer.Given<List<Approval>>(var given)
        ? given.stream()
            .<RunEvent>map(a -> new RunEvent.Approved(at, a.by(), a.digest(), a.attested()))
            .toList()
        : List.of();
  }

  @Override
  public void close() {
    deadline.close();
  }
}
