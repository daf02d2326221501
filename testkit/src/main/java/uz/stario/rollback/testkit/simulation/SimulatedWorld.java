package uz.stario.rollback.testkit.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.engine.RunningRun;
import uz.stario.rollback.testkit.Fixtures;
import uz.stario.rollback.testkit.InMemoryJournal;
import uz.stario.rollback.testkit.InMemoryRegistries;
import uz.stario.rollback.testkit.InMemoryRegistries.Failure;
import uz.stario.rollback.testkit.SeededExecutor;
import uz.stario.rollback.testkit.SeededTimers;
import uz.stario.rollback.testkit.SettableClock;

/**
 * What the processes of a simulation have in common: the platform, the locks, the journal, and
 * time. Made anew from each seed.
 */
final class SimulatedWorld {

  private static final boolean STORY = System.getProperty("story") != null;

  /** No plan of these takes nearly as long, however often it is taken up again. */
  private static final Duration LONGEST = Duration.ofHours(12);

  private final SettableClock clock = new SettableClock(Fixtures.NOW);
  private final SeededExecutor executor;
  private final SeededTimers timers;
  private final SimulatedPlatform platform;
  private final InMemoryRegistries registries = new InMemoryRegistries();
  private final InMemoryJournal journal = new InMemoryJournal();
  private final Invariants invariants;
  private final Set<String> seen = new TreeSet<>();
  private final List<RunningRun> running = new ArrayList<>();
  private int runs;
  private long pids;
  private Instant latest = Instant.MAX;

  SimulatedWorld(SplittableRandom random, Sabotage sabotage) {
    executor = new SeededExecutor(random.nextLong());
    timers = new SeededTimers(clock, executor);
    invariants = new Invariants(this);
    platform = new SimulatedPlatform(random, sabotage, clock, timers, executor);
    latest = clock.instant().plus(LONGEST);
  }

  SettableClock clock() {
    return clock;
  }

  SeededExecutor executor() {
    return executor;
  }

  SimulatedPlatform platform() {
    return platform;
  }

  InMemoryRegistries registries() {
    return registries;
  }

  InMemoryJournal journal() {
    return journal;
  }

  /** As one process reaches it; the invariants hear of every event that is really written. */
  Journal journal(Sabotage broken) {
    return Broken.journal(
        broken,
        new PassingJournal(journal) {
          @Override
          public Appending append(RunId run, long expected, List<RunEvent> events) {
            Appending appending = super.append(run, expected, events);
            if (appending instanceof Appending.Appended) {
              invariants.appended(run, events);
              events.forEach(event -> tell(run + " " + event));
            }
            return appending;
          }
        });
  }

  /** Where the record of a run ends, as a lock keeps it. */
  String head(RunId run) {
    return switch (journal.entries(run)) {
      case Answer.Given<List<Entry>>(List<Entry> entries) ->
          entries.isEmpty() ? "" : entries.getLast().head().toString();
      case Answer.Refused<List<Entry>>(var problem) -> throw new AssertionError(problem.sentence());
    };
  }

  RunId nextRun() {
    return new RunId("run-" + ++runs);
  }

  long nextPid() {
    return ++pids;
  }

  /** For people who look for the reason: {@code -Dstory} with a seed. */
  void tell(String what) {
    if (STORY) {
      System.err.println(Duration.between(Fixtures.NOW, clock.instant()) + " " + what);
    }
  }

  /** Notes something that there was to see. */
  void saw(String word) {
    seen.add(word);
  }

  /** Notes a run that is being carried out. */
  void saw(RunningRun run) {
    running.removeIf(other -> other.ending().isDone());
    running.add(run);
  }

  Set<String> seen() {
    return seen;
  }

  /** One of those that are being carried out. */
  Optional<RunningRun> anyRun(SplittableRandom which) {
    return running.isEmpty()
        ? Optional.empty()
        : Optional.of(running.get(which.nextInt(running.size())));
  }

  Invariants invariants() {
    return invariants;
  }

  List<RunEvent> events(RunId run) {
    return switch (journal.read(run)) {
      case Answer.Given<List<RunEvent>>(List<RunEvent> events) -> events;
      case Answer.Refused<List<RunEvent>>(var problem) ->
          throw new AssertionError(problem.sentence());
    };
  }

  List<RunId> runs() {
    return switch (journal.all()) {
      case Answer.Given<List<RunId>>(List<RunId> runs) -> runs;
      case Answer.Refused<List<RunId>>(var problem) -> throw new AssertionError(problem.sentence());
    };
  }

  /** After so much time of the world, whatever the clocks of its machines say. */
  Subscription after(Duration time, Runnable action) {
    return timers.at(clock.instant().plus(time), action);
  }

  /** The next thing that happens; false when nothing is left to happen. */
  boolean step() {
    if (clock.instant().isAfter(latest)) {
      throw new AssertionError("every_run_ends_or_asks: not within " + LONGEST);
    }
    return executor.runOne() || timers.fireNext();
  }

  /** What happens while a process stands still. */
  void passMeanwhile(Duration duration) {
    boolean[] over = {false};
    var _ = after(duration, () -> over[0] = true);
    while (!over[0] && step()) {
      // On to the next.
    }
  }

  /** A disk is made room on, a network comes back. */
  void mendJournal() {
    journal.fail(new InMemoryJournal.Failure.None());
  }

  /** A lock or the journal can't be had for a while. */
  void trouble(SplittableRandom random) {
    boolean one = random.nextBoolean();
    if (random.nextInt(3) == 0) {
      registries.fail(
          one ? Failure.ANSWER_LOST : Failure.REQUEST_LOST, Failure.CONFLICT, Failure.REFUSED);
    } else {
      journal.fail(
          one
              ? new InMemoryJournal.Failure.Unwritable()
              : new InMemoryJournal.Failure.Conflicting());
    }
  }
}
