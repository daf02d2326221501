package uz.stario.rollback.port;

import java.util.function.Consumer;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.Sight;

/** Carries out the steps of a plan. Thread-safe. */
public interface Effects {

  /**
   * Tries a step's effect once; short, and never waits for what it set going.
   *
   * @param attempt counts from 1
   * @param mayHaveRun whether an earlier attempt's answer was lost
   */
  EffectOutcome perform(RunId run, Step step, int attempt, boolean mayHaveRun);

  /** Looks whether a step's effect has happened, without doing anything; short. */
  Sight look(RunId run, Step step);

  /** Tells what is seen of what the step set going, until closed. */
  Subscription watch(RunId run, Step step, String mark, Consumer<Observation> told);
}
