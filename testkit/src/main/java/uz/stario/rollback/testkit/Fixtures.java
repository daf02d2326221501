package uz.stario.rollback.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Assumption;
import uz.stario.rollback.plan.Difference;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.plan.WorkloadPlan;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.RunId;

/** Small sensible values for tests that don't care which; the same every time. */
public final class Fixtures {

  /** When every fixture happens. */
  public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private Fixtures() {}

  /** A plan that takes each service's one Deployment from v2 back to v1, all in one wave. */
  public static Plan plan(String... services) {
    List<WorkloadPlan> workloads = Stream.of(services).map(Fixtures::workload).toList();
    List<Step> steps = Stream.of(services).map(Fixtures::rollBack).toList();
    return new Plan(
        "production",
        "prod/stario",
        NOW,
        "errors above 10 %",
        false,
        workloads,
        steps,
        List.of(),
        "digest-of-" + String.join("+", services));
  }

  public static Step rollBack(String service) {
    return Step.of(
        new StepId("roll-back/" + service),
        service,
        new Action.RollBack(
            WorkloadRef.deployment(service),
            new Assumption("uid-" + service, "template-v2", "rs-1", "template-v1"),
            2,
            "v2",
            1,
            "v1",
            List.of(),
            false,
            Duration.ofMinutes(10)),
        Set.of(),
        Set.of(),
        1,
        "kubectl rollout undo deployment/" + service + " --to-revision=1 -n stario");
  }

  public static RunEvent.Started started(Instant at, String... services) {
    return new RunEvent.Started(at, plan(services), "olim@laptop");
  }

  public static RunEvent intended(String service, int attempt) {
    return new RunEvent.EffectIntended(NOW, new StepId("roll-back/" + service), attempt);
  }

  public static RunId run(String id) {
    return new RunId(id);
  }

  private static WorkloadPlan workload(String service) {
    return new WorkloadPlan(
        service,
        WorkloadRef.deployment(service),
        2,
        "v2",
        1,
        "v1",
        Health.HEALTHY,
        "the previous version",
        false,
        List.of(
            new Difference(
                "image", service, "stario/" + service + ":v2", "stario/" + service + ":v1")),
        List.of());
  }
}
