package uz.stario.rollback.run;

import java.util.List;
import uz.stario.rollback.plan.Difference;
import uz.stario.rollback.plan.Finding;
import uz.stario.rollback.plan.Gate;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.WorkloadPlan;
import uz.stario.rollback.redact.Redactor;

/**
 * Events as they may be kept: every text that came from outside without its secrets.
 *
 * <p>What a run lives by stays as it is: names, marks, fingerprints and whatever a plan's digest is
 * made of, from which the planner has kept secrets away already. Thread-safe.
 */
public record RedactedEvents(Redactor redactor) {

  /** The event without secrets; the same one where it has none. */
  public RunEvent event(RunEvent event) {
    return switch (event) {
      case RunEvent.Started e ->
          new RunEvent.Started(e.at(), plan(e.plan()), e.requester(), e.approval());
      case RunEvent.GlassBroken e -> new RunEvent.GlassBroken(e.at(), e.by(), text(e.reason()));
      case RunEvent.EffectEnded e ->
          new RunEvent.EffectEnded(e.at(), e.step(), e.attempt(), outcome(e.outcome()));
      case RunEvent.Observed e ->
          new RunEvent.Observed(e.at(), e.step(), observation(e.observation()));
      case RunEvent.Looked e -> new RunEvent.Looked(e.at(), e.step(), e.look(), sight(e.sight()));
      case RunEvent.Asked e -> new RunEvent.Asked(e.at(), e.step(), text(e.known()));
      case RunEvent.Treated e ->
          new RunEvent.Treated(e.at(), e.step(), e.done(), e.by(), text(e.reason()));
      case RunEvent.LockLost e -> new RunEvent.LockLost(e.at(), text(e.detail()));
      case RunEvent.StepEnded e -> new RunEvent.StepEnded(e.at(), e.step(), outcome(e.outcome()));
      case RunEvent.EffectIntended _,
          RunEvent.Approved _,
          RunEvent.ApprovalExpired _,
          RunEvent.TimerFired _,
          RunEvent.TakenOver _,
          RunEvent.StopAsked _,
          RunEvent.Resumed _,
          RunEvent.Ended _ ->
          event;
    };
  }

  private Plan plan(Plan plan) {
    return new Plan(
        plan.environment(),
        plan.target(),
        plan.madeAt(),
        text(plan.reason()),
        plan.emergency(),
        plan.workloads().stream().map(this::workload).toList(),
        plan.steps(),
        plan.findings().stream()
            .map(f -> new Finding(f.weight(), f.about(), text(f.text())))
            .toList(),
        plan.approval(),
        plan.gates().stream().map(this::gate).toList(),
        plan.offered(),
        plan.digest());
  }

  private Gate gate(Gate gate) {
    String detail = text(gate.state().detail());
    return new Gate(
        gate.item(),
        switch (gate.state()) {
          case Gate.State.Evident _ -> new Gate.State.Evident(detail);
          case Gate.State.Attested s -> new Gate.State.Attested(s.by(), detail);
          case Gate.State.Waived s -> new Gate.State.Waived(s.by(), detail);
          case Gate.State.Deferred _ -> new Gate.State.Deferred(detail);
          case Gate.State.Open _ -> new Gate.State.Open(detail);
        });
  }

  private WorkloadPlan workload(WorkloadPlan plan) {
    List<Difference> differences =
        plan.differences().stream()
            .map(d -> new Difference(d.what(), d.where(), text(d.before()), text(d.after())))
            .toList();
    return new WorkloadPlan(
        plan.service(),
        plan.workload(),
        plan.from(),
        plan.fromVersion(),
        plan.to(),
        plan.toVersion(),
        plan.toHealth(),
        text(plan.reason()),
        plan.alreadySo(),
        differences,
        plan.carried());
  }

  private EffectOutcome outcome(EffectOutcome outcome) {
    String detail = text(outcome.detail());
    return switch (outcome) {
      case EffectOutcome.Applied o -> new EffectOutcome.Applied(detail, o.mark(), texts(o.seen()));
      case EffectOutcome.AlreadySo o -> new EffectOutcome.AlreadySo(detail, o.mark());
      case EffectOutcome.NotYet o -> new EffectOutcome.NotYet(detail, o.unknown(), texts(o.seen()));
      case EffectOutcome.NotPassed o ->
          new EffectOutcome.NotPassed(detail, o.unknown(), texts(o.seen()));
      case EffectOutcome.Refused refused ->
          new EffectOutcome.Refused(detail, refused.notAuthorised());
      case EffectOutcome.Unknown _ -> new EffectOutcome.Unknown(detail);
    };
  }

  private Observation observation(Observation observation) {
    String detail = text(observation.detail());
    return switch (observation) {
      case Observation.Progress _ -> new Observation.Progress(detail);
      case Observation.Trouble _ -> new Observation.Trouble(detail);
      case Observation.Complete _ -> new Observation.Complete(detail);
      case Observation.Lost _ -> new Observation.Lost(detail);
    };
  }

  private Sight sight(Sight sight) {
    String detail = text(sight.detail());
    return switch (sight) {
      case Sight.Done s -> new Sight.Done(detail, s.mark());
      case Sight.NotDone _ -> new Sight.NotDone(detail);
      case Sight.CannotTell _ -> new Sight.CannotTell(detail);
    };
  }

  private StepOutcome outcome(StepOutcome outcome) {
    String detail = text(outcome.detail());
    return switch (outcome) {
      case StepOutcome.Succeeded _ -> new StepOutcome.Succeeded(detail);
      case StepOutcome.AlreadyDone _ -> new StepOutcome.AlreadyDone(detail);
      case StepOutcome.Failed o -> new StepOutcome.Failed(detail, text(o.whatChanged()));
      case StepOutcome.TimedOut o -> new StepOutcome.TimedOut(detail, text(o.whatChanged()));
      case StepOutcome.Unknown _ -> new StepOutcome.Unknown(detail);
      case StepOutcome.Skipped _ -> new StepOutcome.Skipped(detail);
    };
  }

  private List<String> texts(List<String> texts) {
    return texts.stream().map(this::text).toList();
  }

  private String text(String text) {
    return redactor.text(text);
  }
}
