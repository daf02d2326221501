package uz.stario.rollback.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.audit.Integrity;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.RunResult;

/**
 * The append-only events of runs, each with the checksum of the one before. Thread-safe.
 *
 * <p>Where a run's record ends is kept in a second place in the store, too.
 */
public interface Journal extends AutoCloseable {

  /**
   * Appends events durably, all or none.
   *
   * @param expected how many events the run has before
   */
  Appending append(RunId run, long expected, List<RunEvent> events);

  /** The events of a run in order; empty when there is no such run. */
  default Answer<List<RunEvent>> read(RunId run) {
    return since(run, 0);
  }

  /**
   * The events of a run in order but for the first ones; empty when there are no more.
   *
   * @param events how many are left out
   */
  Answer<List<RunEvent>> since(RunId run, long events);

  /**
   * The newest runs, newest first.
   *
   * @param limit at most so many
   */
  Answer<List<Summary>> runs(int limit);

  /** Runs whose id starts so, newest first; at most 20. */
  Answer<List<RunId>> named(String prefix);

  /** Every run that something is stored of, the oldest first. */
  Answer<List<RunId>> all();

  /** What is stored of a run in order, understood or not; empty when there is no such run. */
  Answer<List<Entry>> entries(RunId run);

  /**
   * Whether what is stored of a run is what was appended; a run that never was is sound and empty.
   *
   * @param known where its record ended once, as told by places outside of this journal
   */
  Answer<Integrity> verify(RunId run, List<Head> known);

  @Override
  void close();

  /** What an append came to. */
  sealed interface Appending {

    /**
     * @param events how many events the run has now
     * @param hash the checksum of the last one
     */
    record Appended(long events, String hash) implements Appending {}

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

    /**
     * As the events say.
     *
     * @param events from the first one, which is {@link RunEvent.Started}
     */
    public static Summary of(RunId run, List<RunEvent> events) {
      RunEvent.Started started = (RunEvent.Started) events.getFirst();
      Optional<RunEvent.Ended> ended =
          events.stream()
              .filter(RunEvent.Ended.class::isInstance)
              .map(RunEvent.Ended.class::cast)
              .reduce((_, last) -> last);
      return new Summary(
          run,
          started.at(),
          ended.map(RunEvent.Ended::at),
          ended.map(RunEvent.Ended::result),
          started.plan().environment(),
          started.plan().services(),
          started.requester());
    }
  }
}
