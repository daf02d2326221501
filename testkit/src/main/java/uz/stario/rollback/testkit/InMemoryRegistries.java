package uz.stario.rollback.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import uz.stario.rollback.lock.Registry;
import uz.stario.rollback.port.Registries;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/** A registry that forgets at the end of the process, and fails when told to. Thread-safe. */
public final class InMemoryRegistries implements Registries {

  private final Deque<Failure> failures = new ArrayDeque<>();
  private Optional<Registry> kept = Optional.empty();

  /** How an attempt fails. */
  public enum Failure {
    NONE,
    /** Somebody else was quicker. */
    CONFLICT,
    /** It is not written, and nobody can tell. */
    REQUEST_LOST,
    /** It is written, and nobody can tell. */
    ANSWER_LOST,
    REFUSED
  }

  /** The next attempts fail so, in turn; those after them do not. */
  public synchronized void fail(Failure... how) {
    failures.addAll(List.of(how));
  }

  /** What is kept; empty where nothing ever was. */
  public synchronized Optional<Registry> kept() {
    return kept;
  }

  /** Puts something else in its place, as a person might; empty as if it had been deleted. */
  public synchronized void put(Optional<Registry> other) {
    kept = other;
  }

  @Override
  public synchronized Attempt update(Function<Optional<Registry>, Optional<Registry>> change) {
    Failure failure = failures.isEmpty() ? Failure.NONE : failures.remove();
    if (failure == Failure.REFUSED) {
      return new Attempt.Refused(problem());
    }
    Optional<Registry> next = change.apply(kept);
    if (next.isEmpty() || next.equals(kept)) {
      return new Attempt.Left();
    }
    switch (failure) {
      case NONE, ANSWER_LOST -> kept = next;
      case CONFLICT -> {
        return new Attempt.Conflict();
      }
      case REQUEST_LOST, REFUSED -> {}
    }
    return failure == Failure.NONE ? new Attempt.Written() : new Attempt.Unsure(problem());
  }

  private static Problem problem() {
    return Problem.unchanged(
        ErrorCode.LOCK_UNAVAILABLE, "Cannot write the lock.", "The test says so.", "Try again.");
  }
}
