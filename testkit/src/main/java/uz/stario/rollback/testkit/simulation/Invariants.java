package uz.stario.rollback.testkit.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import uz.stario.rollback.lock.Holding;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.lock.Registry;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.plan.Traits;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.RunResult;
import uz.stario.rollback.run.StepOutcome;
import uz.stario.rollback.run.StepRun;
import uz.stario.rollback.run.StepState;

/** What never may happen, looked at after every event and at every effect. */
final class Invariants {

  private final SimulatedWorld world;
  private final Map<RunId, Run> truth = new HashMap<>();
  private final Map<RunId, Set<StepId>> unsure = new HashMap<>();
  private final Map<RunId, Set<String>> bad = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private boolean clocksDiffer;
  private Instant touched = Instant.EPOCH;

  Invariants(SimulatedWorld world) {
    this.world = world;
  }

  /** Fails with the first violation; what an effect throws the engine would take for its own. */
  void raise() {
    if (!violations.isEmpty()) {
      throw new AssertionError(violations.getFirst());
    }
  }

  void violated(String what) {
    violations.add(what);
  }

  private void check(boolean holds, Supplier<String> what) {
    if (!holds) {
      violations.add(what.get());
    }
  }

  /** Clocks are too far apart for a lease to promise anything: only the targets' guards do. */
  void clocksDiffer() {
    clocksDiffer = true;
  }

  /** Somebody has deleted or edited the locks: their owners learn of it when they next renew. */
  void locksTouched() {
    touched = world.clock().instant();
  }

  /** A plan was made, and this is known to be bad. */
  void planned(RunId run, Set<String> known) {
    bad.put(run, known);
  }

  /** The journal has these events now. */
  void appended(RunId id, List<RunEvent> events) {
    for (RunEvent event : events) {
      Run before = truth.get(id);
      Run after;
      try {
        after = before == null ? Run.replay(id, List.of(event)).orElseThrow() : before.apply(event);
      } catch (RuntimeException e) {
        violated("journal_replays_to_the_same_state: " + e.getMessage());
        return;
      }
      truth.put(id, after);
      switch (event) {
        case RunEvent.EffectEnded ended when !(ended.outcome() instanceof EffectOutcome.Unknown) ->
            unsure(id).remove(ended.step());
        case RunEvent.Looked _, RunEvent.Treated _ ->
            unsure(id).removeIf(step -> !after.step(step).mayHaveRun());
        default -> {}
      }
      for (Step step : after.plan().steps()) {
        nothing_begins_before_what_comes_first(after, step);
      }
    }
  }

  /**
   * The state that a process told its people after an event.
   *
   * @param before what it told them last, or took up
   */
  void told(Optional<Run> before, Run run, RunEvent event) {
    Run after =
        before
            .map(run_ -> run_.apply(event))
            .orElseGet(() -> Run.replay(run.id(), List.of(event)).orElseThrow());
    check(after.equals(run), () -> "journal_replays_to_the_same_state: after " + event);
  }

  private boolean locksHold() {
    return !clocksDiffer && !world.clock().instant().isBefore(touched.plus(Holding.EXPIRY));
  }

  /** A process was told that it may act for a run. */
  void mayAct(Owner owner, RunId run, NavigableSet<TargetKey> targets) {
    if (!locksHold()) {
      return;
    }
    for (Holding holding : world.registries().kept().map(Registry::holdings).orElse(List.of())) {
      boolean common = holding.targets().stream().anyMatch(targets::contains);
      check(
          !common || holding.owner().equals(owner),
          () ->
              "one_run_per_target: run "
                  + run
                  + " of "
                  + owner.pid()
                  + " acts on what is held by run "
                  + holding.run()
                  + " of "
                  + holding.owner().pid());
    }
  }

  /** A process is about to try an effect. */
  void performing(RunId id, Step step, int attempt) {
    boolean intended =
        world.events(id).stream()
            .anyMatch(e ->
                e instanceof RunEvent.EffectIntended i
                    && i.step().equals(step.id())
                    && i.attempt() == attempt);
    check(intended, () -> "no_effect_without_intent: " + step.id() + " attempt " + attempt);
    Optional<Run> run = Optional.ofNullable(truth.get(id));
    check(
        !locksHold() || run.filter(r -> r.step(step.id()).outcome().isPresent()).isEmpty(),
        () -> "no_effect_after_its_step_has_ended: " + step.id());
    // Until the journal has the outcome: a crash may cut off the attempt or the telling.
    boolean first = unsure(id).add(step.id());
    check(
        first || Traits.of(step.action()).repeatable(),
        () -> "no_destructive_effect_twice: " + step.id() + " attempt " + attempt);
  }

  private Set<StepId> unsure(RunId id) {
    return unsure.computeIfAbsent(id, _ -> new HashSet<>());
  }

  private void nothing_begins_before_what_comes_first(Run run, Step step) {
    StepRun state = run.step(step.id());
    if (state.state() == StepState.PENDING || state.began().isEmpty()) {
      return;
    }
    for (StepId first : step.after()) {
      check(run.step(first).outcome().isPresent(), () -> step.id() + " began before " + first);
    }
    for (StepId need : step.needs()) {
      boolean well = run.step(need).outcome().filter(StepOutcome::well).isPresent();
      check(well, () -> step.id() + " began without " + need);
    }
  }

  /**
   * A run that has ended, or waits for a person, whichever process brought it there.
   *
   * @param events how many of its journal the process knows: while it stood still, another may have
   *     gone on
   */
  void rested(Run run, int events) {
    check(
        replayed(run, events).filter(run::equals).isPresent(),
        () -> "journal_replays_to_the_same_state: at the end");
    check(run.ended() || run.asks(), () -> "every_run_ends_or_asks: " + run.id());
    run.steps()
        .forEach((id, step) -> {
          check(
              answered(run, step),
              () -> "every_intent_gets_an_outcome_or_a_question: " + id + " " + step);
          check(
              !run.ended() || step.outcome().isPresent(),
              () -> "a run ended before its step " + id);
        });
    Optional<RunResult> result = run.result();
    if (result.isPresent()
        && (result.get() == RunResult.FAILED || result.get() == RunResult.STOPPED)) {
      List<String> changes = world.platform().changes(run.id());
      check(changes.isEmpty(), () -> result.get() + " but " + changes);
    }
  }

  private Optional<Run> replayed(Run run, int events) {
    try {
      return Run.replay(run.id(), world.events(run.id()).stream().limit(events).toList());
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  private static boolean answered(Run run, StepRun step) {
    boolean open =
        step.state() == StepState.ACTING
            || step.mayHaveRun()
            || (step.attempts() > 0 && step.effect().isEmpty() && run.ended());
    boolean asked = step.state() == StepState.ASKING;
    boolean told = step.outcome().filter(o -> !(o instanceof StepOutcome.Skipped)).isPresent();
    return !open || asked || told;
  }

  /** Of every run, once nothing is on its way any more. */
  void atTheEnd(RunId id) {
    check(
        world.platform().destroyed(id) <= 1,
        () -> "no_destructive_effect_twice: " + world.platform().destroyed(id) + " times by " + id);
    check(world.platform().lost() == 0, () -> "nothing_lost: " + world.platform().lost() + " jobs");
    check(
        world.platform().putAside(id) <= 1,
        () -> "nothing_done_twice: " + world.platform().putAside(id) + " times put aside by " + id);
    List<String> changes = world.platform().changes(id);
    // A rollback may be made again where somebody has taken it back meanwhile; a restart is noted.
    List<String> restarts = changes.stream().filter(c -> c.endsWith(" restarted")).toList();
    check(
        Set.copyOf(restarts).size() == restarts.size(),
        () -> "nothing_done_twice: " + changes + " by " + id);
    for (String change : changes) {
      check(
          !bad.getOrDefault(id, Set.of()).contains(change),
          () -> "never_back_to_bad: " + change + " by " + id);
    }
  }
}
