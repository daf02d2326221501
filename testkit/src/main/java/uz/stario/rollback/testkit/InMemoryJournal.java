package uz.stario.rollback.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/**
 * A journal that forgets at the end of the process, and fails when told to. Thread-safe.
 *
 * <p>What was appended survives {@link #close} and every failure, as a disk would.
 */
public final class InMemoryJournal implements Journal {

  private static final int NAMED_LIMIT = 20;

  private final Map<RunId, List<RunEvent>> runs = new LinkedHashMap<>();
  private Failure failure = new Failure.None();
  private int appends;

  /** How appends fail. */
  public sealed interface Failure {

    record None() implements Failure {}

    /** As if someone else had appended: every append is a conflict. */
    record Conflicting() implements Failure {}

    record Unwritable() implements Failure {}

    /**
     * The process dies at an append.
     *
     * @param after how many more appends are well before
     * @param written whether the append at which it dies still reaches the disk
     */
    record Crash(int after, boolean written) implements Failure {}
  }

  /** What a crash throws: nobody who simulates a crash may catch anything broader. */
  public static final class Crashed extends RuntimeException {
    Crashed() {
      super("the process died at an append to the journal", null, false, false);
    }
  }

  /** Fails so from the next append on. */
  public synchronized void fail(Failure how) {
    failure = how;
    appends = 0;
  }

  @Override
  public synchronized Appending append(RunId run, long expected, List<RunEvent> events) {
    List<RunEvent> batch = List.copyOf(events);
    List<RunEvent> present = runs.getOrDefault(run, List.of());
    switch (failure) {
      case Failure.None _ -> {}
      case Failure.Conflicting _ -> {
        return new Appending.Conflict(present.size() + 1L);
      }
      case Failure.Unwritable _ -> {
        return new Appending.Unwritable(problem());
      }
      case Failure.Crash(int after, boolean written) -> {
        if (appends++ >= after) {
          if (written) {
            write(run, expected, present, batch);
          }
          throw new Crashed();
        }
      }
    }
    return write(run, expected, present, batch);
  }

  private Appending write(RunId run, long expected, List<RunEvent> present, List<RunEvent> batch) {
    if (present.size() != expected) {
      return new Appending.Conflict(present.size());
    }
    if (batch.isEmpty()) {
      return new Appending.Appended(expected);
    }
    if (expected == 0 && !(batch.getFirst() instanceof RunEvent.Started)) {
      throw new IllegalArgumentException("the first event of a run is Started");
    }
    List<RunEvent> all = new ArrayList<>(present);
    all.addAll(batch);
    runs.put(run, List.copyOf(all));
    return new Appending.Appended(all.size());
  }

  @Override
  public synchronized Answer<List<RunEvent>> read(RunId run) {
    return Answer.given(runs.getOrDefault(run, List.of()));
  }

  @Override
  public synchronized Answer<List<Summary>> runs(int limit) {
    return Answer.given(newest().stream().limit(limit).toList());
  }

  @Override
  public synchronized Answer<List<RunId>> named(String prefix) {
    return Answer.given(
        newest().stream()
            .map(Summary::run)
            .filter(run -> run.value().startsWith(prefix))
            .limit(NAMED_LIMIT)
            .toList());
  }

  @Override
  public void close() {}

  private List<Summary> newest() {
    return runs.entrySet().stream()
        .map(entry -> summary(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparing(Summary::startedAt)
                .thenComparing(summary -> summary.run().value())
                .reversed())
        .toList();
  }

  private static Summary summary(RunId run, List<RunEvent> events) {
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

  private static Problem problem() {
    return Problem.unchanged(
        ErrorCode.JOURNAL_UNWRITABLE,
        "Cannot write the journal.",
        "The test says so.",
        "Set STARIO_STATE to a folder that can be written.");
  }
}
