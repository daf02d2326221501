package uz.stario.rollback.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import uz.stario.rollback.audit.Chain;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.audit.Head;
import uz.stario.rollback.audit.Integrity;
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
  private static final String ACCOUNT = "tester";

  private final Map<RunId, List<Stored>> runs = new LinkedHashMap<>();
  private final Map<RunId, Head> heads = new LinkedHashMap<>();
  private Failure failure = new Failure.None();
  private int appends;

  /** An event, and how it would stand in a file. */
  private record Stored(RunEvent event, Entry entry) {
    static Stored after(Head head, RunId run, RunEvent event) {
      String type = event.getClass().getSimpleName();
      return new Stored(
          event, Entry.after(head, run, event.at().toString(), type, ACCOUNT, event.toString()));
    }
  }

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
    List<Stored> present = stored(run);
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

  private Appending write(RunId run, long expected, List<Stored> present, List<RunEvent> batch) {
    if (present.size() != expected) {
      return new Appending.Conflict(present.size());
    }
    Head head = heads.getOrDefault(run, Head.NONE);
    if (batch.isEmpty()) {
      return new Appending.Appended(expected, head.hash());
    }
    if (expected == 0 && !(batch.getFirst() instanceof RunEvent.Started)) {
      throw new IllegalArgumentException("the first event of a run is Started");
    }
    List<Stored> all = new ArrayList<>(present);
    for (RunEvent event : batch) {
      Stored next = Stored.after(head, run, event);
      all.add(next);
      head = next.entry().head();
    }
    runs.put(run, List.copyOf(all));
    heads.put(run, head);
    return new Appending.Appended(head.events(), head.hash());
  }

  /** Does to the run's record what nobody may; the second place that keeps its end is spared. */
  public synchronized void tamper(RunId run, UnaryOperator<List<Entry>> how) {
    List<Stored> before = stored(run);
    runs.put(
        run,
        how.apply(before.stream().map(Stored::entry).toList()).stream()
            .map(entry -> new Stored(before.getFirst().event(), entry))
            .toList());
  }

  private List<Stored> stored(RunId run) {
    return runs.getOrDefault(run, List.of());
  }

  private List<RunEvent> events(RunId run) {
    return stored(run).stream().map(Stored::event).toList();
  }

  @Override
  public synchronized Answer<List<RunEvent>> since(RunId run, long events) {
    return Answer.given(events(run).stream().skip(events).toList());
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
  public synchronized Answer<List<RunId>> all() {
    List<RunId> known = new ArrayList<>(heads.keySet());
    newest().forEach(summary -> known.remove(summary.run()));
    newest().reversed().forEach(summary -> known.add(summary.run()));
    return Answer.given(List.copyOf(known));
  }

  @Override
  public synchronized Answer<List<Entry>> entries(RunId run) {
    return Answer.given(stored(run).stream().map(Stored::entry).toList());
  }

  @Override
  public synchronized Answer<Integrity> verify(RunId run, List<Head> known) {
    return entries(run)
        .map(entries ->
            Chain.verify(run, entries, Optional.of(heads.getOrDefault(run, Head.NONE)), known));
  }

  @Override
  public void close() {}

  private List<Summary> newest() {
    return runs.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(entry -> Summary.of(entry.getKey(), events(entry.getKey())))
        .sorted(
            Comparator.comparing(Summary::startedAt)
                .thenComparing(summary -> summary.run().value())
                .reversed())
        .toList();
  }

  private static Problem problem() {
    return Problem.unchanged(
        ErrorCode.JOURNAL_UNWRITABLE,
        "Cannot write the journal.",
        "The test says so.",
        "Set STARIO_STATE to a folder that can be written.");
  }
}
