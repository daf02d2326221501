package uz.stario.rollback.testkit.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
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

  private final Map<RunId, Run> folded = new HashMap<>();
  private final Map<RunId, Set<StepId>> unsure = new HashMap<>();
  private final List<String> violations = new ArrayList<>();

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

  /** A process takes a run up from its journal. */
  void takenUp(RunId id, List<RunEvent> journal) {
    Run run = Run.replay(id, journal).orElseThrow();
    folded.put(id, run);
    // What the process that died wrote last, nobody was told of.
    unsure(id)
        .removeIf(
            step -> !run.step(step).mayHaveRun() && run.step(step).state() != StepState.ACTING);
  }

  void happened(Run run, RunEvent event) {
    Run before = folded.get(run.id());
    Run after =
        before == null ? Run.replay(run.id(), List.of(event)).orElseThrow() : before.apply(event);
    check(after.equals(run), () -> "journal_replays_to_the_same_state: after " + event);
    folded.put(run.id(), run);
    switch (event) {
      case RunEvent.EffectEnded ended when !(ended.outcome() instanceof EffectOutcome.Unknown) ->
          unsure(run.id()).remove(ended.step());
      case RunEvent.Looked _, RunEvent.Treated _ ->
          unsure(run.id()).removeIf(step -> !run.step(step).mayHaveRun());
      default -> {}
    }
    for (Step step : run.plan().steps()) {
      nothing_begins_before_what_comes_first(run, step);
    }
  }

  void performing(RunId id, Step step, int attempt, List<RunEvent> journal) {
    boolean intended =
        journal.stream()
            .anyMatch(e ->
                e instanceof RunEvent.EffectIntended i
                    && i.step().equals(step.id())
                    && i.attempt() == attempt);
    check(intended, () -> "no_effect_without_intent: " + step.id() + " attempt " + attempt);
    Run run = folded.get(id);
    check(
        run == null || run.step(step.id()).outcome().isEmpty(),
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

  /** At the end of a run, whichever process brought it there. */
  void rested(Run run, List<RunEvent> journal, List<String> changes) {
    check(
        Run.replay(run.id(), journal).filter(run::equals).isPresent(),
        () -> "journal_replays_to_the_same_state: at the end");
    check(run.ended() || run.asks(), () -> "every_run_ends_or_asks: " + run.id());
    run.steps()
        .forEach((id, step) -> {
          boolean open =
              step.state() == StepState.ACTING
                  || (step.attempts() > 0 && step.effect().isEmpty() && run.ended());
          boolean said =
              step.state() == StepState.ASKING
                  || step.outcome().filter(o -> o instanceof StepOutcome.Unknown).isPresent();
          check(!open || said, () -> "every_intent_gets_an_outcome_or_a_question: " + id + step);
          check(
              !run.ended() || step.outcome().isPresent(),
              () -> "a run ended before its step " + id);
        });
    Optional<RunResult> result = run.result();
    if (result.isPresent()
        && (result.get() == RunResult.FAILED || result.get() == RunResult.STOPPED)) {
      check(changes.isEmpty(), () -> result.get() + " but " + changes);
    }
  }
}
