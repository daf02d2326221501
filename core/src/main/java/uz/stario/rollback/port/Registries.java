package uz.stario.rollback.port;

import java.util.Optional;
import java.util.function.Function;
import uz.stario.rollback.lock.Registry;
import uz.stario.rollback.problem.Problem;

/** Where the {@link Registry} of one environment is kept. Thread-safe. */
public interface Registries {

  /**
   * Reads, and writes what the change makes of it if nobody wrote in between: one attempt.
   *
   * @param change given what is kept, empty where nothing ever was; pure; an empty answer, or the
   *     same registry, writes nothing
   */
  Attempt update(Function<Optional<Registry>, Optional<Registry>> change);

  /** What an attempt came to. */
  sealed interface Attempt {

    record Written() implements Attempt {}

    /** Nothing was to be written. */
    record Left() implements Attempt {}

    /** Somebody else wrote in between; nothing was written. */
    record Conflict() implements Attempt {}

    /** It can't be read or written. */
    record Refused(Problem problem) implements Attempt {}

    /** It may have been written. */
    record Unsure(Problem problem) implements Attempt {}
  }
}
