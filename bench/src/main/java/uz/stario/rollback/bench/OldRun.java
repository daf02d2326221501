package uz.stario.rollback.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Assumption;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunResult;
import uz.stario.rollback.run.StepOutcome;

/** The events of a rollback of one service, as long as real ones are. */
final class OldRun {

  private static final String SERVICE = "api-gateway";
  private static final StepId STEP = new StepId("roll-back/" + SERVICE);

  private OldRun() {}

  static RunEvent started(Instant at) {
    Step step =
        Step.of(
            STEP,
            SERVICE,
            new Action.RollBack(
                WorkloadRef.deployment(SERVICE),
                new Assumption(
                    "0b5c8d1e-7c4f-4a53-9a55-0a3f3a1e3a11", "6d4cf56db6", "rs-1", "5b8f9c7d44"),
                2,
                "v1.2.4",
                1,
                "v1.2.3",
                List.of(),
                false,
                Duration.ofMinutes(10)),
            Set.of(),
            Set.of(),
            1,
            "kubectl rollout undo deployment/api-gateway --to-revision=1 -n stario");
    Plan plan =
        new Plan(
            "production",
            "prod/stario",
            at,
            "errors above 10 %",
            false,
            List.of(),
            List.of(step),
            List.of(),
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    return new RunEvent.Started(at, plan, "olim@laptop");
  }

  /** What the engine appends for a step, each list at once. */
  static List<List<RunEvent>> step(Instant at, int attempt) {
    return List.of(
        List.of(new RunEvent.EffectIntended(at, STEP, attempt)),
        List.of(
            new RunEvent.EffectEnded(
                at,
                STEP,
                attempt,
                new EffectOutcome.Applied("template of v1.2.3 patched", "generation 7"))),
        List.of(
            new RunEvent.Observed(
                at, STEP, new Observation.Complete("2 of 2 pods of the new template are ready")),
            new RunEvent.StepEnded(at, STEP, new StepOutcome.Succeeded("v1.2.4 to v1.2.3"))));
  }

  /** All of a run, in eight events. */
  static List<RunEvent> whole(Instant at) {
    return Stream.<Stream<? extends RunEvent>>of(
            Stream.of(started(at)),
            step(at.plusSeconds(1), 1).stream().flatMap(List::stream),
            Stream.of(
                new RunEvent.Observed(at, STEP, new Observation.Progress("1 of 2 pods are ready")),
                new RunEvent.Observed(at, STEP, new Observation.Progress("2 of 2 pods are ready")),
                new RunEvent.Ended(at.plusSeconds(40), RunResult.COMPLETE)))
        .<RunEvent>flatMap(events -> events)
        .toList();
  }
}
