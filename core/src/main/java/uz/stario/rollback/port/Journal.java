package uz.stario.rollback.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.RunResult;

/** The append-only events of runs. Thread-safe. */
public interface Journal extends AutoCloseable {

  /**
   * Appends events durably, all or none.
   *
   * @param expected how many events the run has before
   */
  Appending append(RunId run, long expected, List<RunEvent> events);

  /** The events of a run in order; empty when there is no such run. */
  Answer<List<RunEvent>> read(RunId run);

  /**
   * The newest runs, newest first.
   *
   * @param limit at most so many
   */
  Answer<List<Summary>> runs(int limit);

  /** Runs whose id starts so, newest first; at most 20. */
  Answer<List<RunId>> named(String prefix);

  @Override
  void close();

  /** What an append came to. */
  sealed interface Appending {

    /**
     * @param events how many events the run has now
     */
    record Appended(long events) implements Appending {}

    /** Someone else has appended. */
    record Conflict(long events) implements Appending {}

    record Unwritable(Problem problem) implements Appending {}
  }

  /**
   * One line of {@code stario runs}.
   *
   * @param result empty while it runs, or when its process ended without a word
   * @param services what it is about, for people
   */
  record Summary(
      RunId run,
      Instant startedAt,
      Optional<Instant> endedAt,
      Optional<RunResult> result,
      String environment,
      List<String> services,
      String requester) {
    public Summary {
      services = List.copyOf(services);
    }
  }
}
