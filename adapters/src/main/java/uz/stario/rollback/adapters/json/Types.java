package uz.stario.rollback.adapters.json;

import java.util.List;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Gate;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.Observation;
import uz.stario.rollback.run.RunEvent;
import uz.stario.rollback.run.Sight;
import uz.stario.rollback.run.StepOutcome;

/**
 * The one table of what stands in the field {@code type} for every kind of every sealed type, and
 * which fields go with it.
 *
 * <p>A name, once released, is never given to something else. A test fails when a kind has no name.
 */
final class Types {

  private Types() {}

  static final Kinds<EffectOutcome> EFFECT_OUTCOMES =
      new Kinds<EffectOutcome>()
          .kind(
              "applied",
              EffectOutcome.Applied.class,
              (o, out) -> seen(o, out.with("detail", o.detail()).with("mark", o.mark())),
              in -> new EffectOutcome.Applied(in.text("detail"), in.text("mark"), seen(in)))
          .kind(
              "already-so",
              EffectOutcome.AlreadySo.class,
              (o, out) -> out.with("detail", o.detail()).with("mark", o.mark()),
              in -> new EffectOutcome.AlreadySo(in.text("detail"), in.text("mark")))
          .kind(
              "not-yet",
              EffectOutcome.NotYet.class,
              (o, out) -> seen(o, out.with("detail", o.detail()).with("unknown", o.unknown())),
              in -> new EffectOutcome.NotYet(in.text("detail"), in.truth("unknown"), seen(in)))
          .kind(
              "not-passed",
              EffectOutcome.NotPassed.class,
              (o, out) -> seen(o, out.with("detail", o.detail()).with("unknown", o.unknown())),
              in -> new EffectOutcome.NotPassed(in.text("detail"), in.truth("unknown"), seen(in)))
          .kind(
              "refused",
              EffectOutcome.Refused.class,
              (o, out) -> out.with("detail", o.detail()).with("notAuthorised", o.notAuthorised()),
              // Journals of earlier versions do not have it.
              in ->
                  new EffectOutcome.Refused(
                      in.text("detail"), in.optionalTruth("notAuthorised").orElse(false)))
          .kind(
              "unknown",
              EffectOutcome.Unknown.class,
              (o, out) -> out.with("detail", o.detail()),
              in -> new EffectOutcome.Unknown(in.text("detail")));

  static final Kinds<Observation> OBSERVATIONS =
      new Kinds<Observation>()
          .kind(
              "progress",
              Observation.Progress.class,
              (o, out) -> out.with("detail", o.detail()),
              in -> new Observation.Progress(in.text("detail")))
          .kind(
              "trouble",
              Observation.Trouble.class,
              (o, out) -> out.with("detail", o.detail()),
              in -> new Observation.Trouble(in.text("detail")))
          .kind(
              "complete",
              Observation.Complete.class,
              (o, out) -> out.with("detail", o.detail()),
              in -> new Observation.Complete(in.text("detail")))
          .kind(
              "lost",
              Observation.Lost.class,
              (o, out) -> out.with("detail", o.detail()),
              in -> new Observation.Lost(in.text("detail")));

  static final Kinds<StepOutcome> STEP_OUTCOMES =
      new Kinds<StepOutcome>()
          .kind(
              "succeeded",
              StepOutcome.Succeeded.class,
              (o, out) -> out.with("detail", o.detail()),
              in -> new StepOutcome.Succeeded(in.text("detail")))
          .kind(
              "already-done",
              StepOutcome.AlreadyDone.class,
              (o, out) -> out.with("detail", o.detail()),
              in -> new StepOutcome.AlreadyDone(in.text("detail")))
          .kind(
              "failed",
              StepOutcome.Failed.class,
              (o, out) -> out.with("detail", o.detail()).with("whatChanged", o.whatChanged()),
              in -> new StepOutcome.Failed(in.text("detail"), in.text("whatChanged")))
          .kind(
              "timed-out",
              StepOutcome.TimedOut.class,
              (o, out) -> out.with("detail", o.detail()).with("whatChanged", o.whatChanged()),
              in -> new StepOutcome.TimedOut(in.text("detail"), in.text("whatChanged")))
          .kind(
              "unknown",
              StepOutcome.Unknown.class,
              (o, out) -> out.with("detail", o.detail()),
              in -> new StepOutcome.Unknown(in.text("detail")))
          .kind(
              "skipped",
              StepOutcome.Skipped.class,
              (o, out) -> out.with("detail", o.detail()),
              in -> new StepOutcome.Skipped(in.text("detail")));

  static final Kinds<Action> ACTIONS =
      new Kinds<Action>()
          .kind("roll-back", Action.RollBack.class, Actions::rollBack, Actions::rollBack)
          .kind(
              "restart",
              Action.Restart.class,
              (a, out) ->
                  out.with("workload", a.workload().toString())
                      .with("namespace", a.namespace())
                      .with("limit", a.limit()),
              in ->
                  new Action.Restart(
                      Actions.workload(in), in.text("namespace"), in.duration("limit")))
          .kind(
              "check-pods",
              Action.CheckPods.class,
              (a, out) -> out.with("workload", a.workload().toString()).with("limit", a.limit()),
              in -> new Action.CheckPods(Actions.workload(in), in.duration("limit")))
          .kind(
              "check-health", Action.CheckHealth.class, Actions::checkHealth, Actions::checkHealth)
          .kind(
              "run-check",
              Action.RunCheck.class,
              (a, out) ->
                  out.with("service", a.service())
                      .with("check", CheckJson.write(a.check()))
                      .with("settle", a.settle())
                      .with("within", a.within())
                      .with("limit", a.limit()),
              in ->
                  new Action.RunCheck(
                      in.text("service"),
                      CheckJson.read(in.object("check")),
                      in.duration("settle"),
                      in.duration("within"),
                      in.duration("limit")))
          .kind(
              "record-verdicts",
              Action.RecordVerdicts.class,
              (a, out) ->
                  out.with("workload", a.workload().toString())
                      .with("left", a.left())
                      .with("goneTo", a.goneTo()),
              in ->
                  new Action.RecordVerdicts(
                      Actions.workload(in), in.text("left"), in.text("goneTo")))
          .kind(
              "store-change", Action.StoreChange.class, Actions::storeChange, Actions::storeChange);

  static final Kinds<Gate.State> GATE_STATES =
      new Kinds<Gate.State>()
          .kind(
              "evident",
              Gate.State.Evident.class,
              (s, out) -> out.with("detail", s.detail()),
              in -> new Gate.State.Evident(in.text("detail")))
          .kind(
              "attested",
              Gate.State.Attested.class,
              (s, out) -> out.with("by", s.by()).with("detail", s.detail()),
              in -> new Gate.State.Attested(in.text("by"), in.text("detail")))
          .kind(
              "waived",
              Gate.State.Waived.class,
              (s, out) -> out.with("by", s.by()).with("detail", s.detail()),
              in -> new Gate.State.Waived(in.text("by"), in.text("detail")))
          .kind(
              "deferred",
              Gate.State.Deferred.class,
              (s, out) -> out.with("detail", s.detail()),
              in -> new Gate.State.Deferred(in.text("detail")))
          .kind(
              "open",
              Gate.State.Open.class,
              (s, out) -> out.with("detail", s.detail()),
              in -> new Gate.State.Open(in.text("detail")));

  static final Kinds<Sight> SIGHTS =
      new Kinds<Sight>()
          .kind(
              "done",
              Sight.Done.class,
              (s, out) -> out.with("detail", s.detail()).with("mark", s.mark()),
              in -> new Sight.Done(in.text("detail"), in.text("mark")))
          .kind(
              "not-done",
              Sight.NotDone.class,
              (s, out) -> out.with("detail", s.detail()),
              in -> new Sight.NotDone(in.text("detail")))
          .kind(
              "cannot-tell",
              Sight.CannotTell.class,
              (s, out) -> out.with("detail", s.detail()),
              in -> new Sight.CannotTell(in.text("detail")));

  static final Kinds<RunEvent> EVENTS =
      new Kinds<RunEvent>()
          .kind(
              "started",
              RunEvent.Started.class,
              (e, out) -> {
                out.with("at", e.at()).with("requester", e.requester());
                e.approval().ifPresent(need -> out.with("approval", Needs.write(need)));
                return out.with("plan", Plans.write(e.plan()));
              },
              in ->
                  new RunEvent.Started(
                      in.instant("at"),
                      Plans.read(in.object("plan")),
                      in.text("requester"),
                      in.optionalObject("approval").map(Needs::read)))
          .kind(
              "approved",
              RunEvent.Approved.class,
              (e, out) ->
                  out.with("at", e.at())
                      .with("by", e.by())
                      .with("digest", e.digest())
                      .with("attested", e.attested()),
              in ->
                  new RunEvent.Approved(
                      in.instant("at"), in.text("by"), in.text("digest"), in.truth("attested")))
          .kind(
              "glass-broken",
              RunEvent.GlassBroken.class,
              (e, out) -> out.with("at", e.at()).with("by", e.by()).with("reason", e.reason()),
              in -> new RunEvent.GlassBroken(in.instant("at"), in.text("by"), in.text("reason")))
          .kind(
              "approval-expired",
              RunEvent.ApprovalExpired.class,
              (e, out) -> out.with("at", e.at()),
              in -> new RunEvent.ApprovalExpired(in.instant("at")))
          .kind(
              "effect-intended",
              RunEvent.EffectIntended.class,
              (e, out) -> step(out, e, e.step()).with("attempt", e.attempt()),
              in -> new RunEvent.EffectIntended(in.instant("at"), step(in), in.small("attempt")))
          .kind(
              "effect-ended",
              RunEvent.EffectEnded.class,
              (e, out) ->
                  step(out, e, e.step())
                      .with("attempt", e.attempt())
                      .with("outcome", EFFECT_OUTCOMES.write(e.outcome())),
              in ->
                  new RunEvent.EffectEnded(
                      in.instant("at"),
                      step(in),
                      in.small("attempt"),
                      EFFECT_OUTCOMES.read(in.object("outcome"))))
          .kind(
              "observed",
              RunEvent.Observed.class,
              (e, out) ->
                  step(out, e, e.step()).with("observation", OBSERVATIONS.write(e.observation())),
              in ->
                  new RunEvent.Observed(
                      in.instant("at"), step(in), OBSERVATIONS.read(in.object("observation"))))
          .kind(
              "timer-fired",
              RunEvent.TimerFired.class,
              (e, out) -> step(out, e, e.step()).with("timer", Words.of(e.timer())),
              in ->
                  new RunEvent.TimerFired(
                      in.instant("at"), step(in), in.known("timer", Words::timer)))
          .kind(
              "stop-asked",
              RunEvent.StopAsked.class,
              (e, out) -> out.with("at", e.at()).with("by", e.by()),
              in -> new RunEvent.StopAsked(in.instant("at"), in.text("by")))
          .kind(
              "resumed",
              RunEvent.Resumed.class,
              (e, out) -> out.with("at", e.at()).with("by", e.by()).with("toStop", e.toStop()),
              in -> new RunEvent.Resumed(in.instant("at"), in.text("by"), in.truth("toStop")))
          .kind(
              "looked",
              RunEvent.Looked.class,
              (e, out) ->
                  step(out, e, e.step())
                      .with("look", e.look())
                      .with("sight", SIGHTS.write(e.sight())),
              in ->
                  new RunEvent.Looked(
                      in.instant("at"),
                      step(in),
                      in.small("look"),
                      SIGHTS.read(in.object("sight"))))
          .kind(
              "asked",
              RunEvent.Asked.class,
              (e, out) -> step(out, e, e.step()).with("known", e.known()),
              in -> new RunEvent.Asked(in.instant("at"), step(in), in.text("known")))
          .kind(
              "treated",
              RunEvent.Treated.class,
              (e, out) ->
                  step(out, e, e.step())
                      .with("done", e.done())
                      .with("by", e.by())
                      .with("reason", e.reason()),
              in ->
                  new RunEvent.Treated(
                      in.instant("at"),
                      step(in),
                      in.truth("done"),
                      in.text("by"),
                      in.text("reason")))
          .kind(
              "taken-over",
              RunEvent.TakenOver.class,
              (e, out) ->
                  out.with("at", e.at())
                      .with("from", e.from())
                      .with("owner", e.owner())
                      .with("lastSign", e.lastSign())
                      .with("detail", e.detail()),
              in ->
                  new RunEvent.TakenOver(
                      in.instant("at"),
                      in.text("from"),
                      in.text("owner"),
                      in.instant("lastSign"),
                      in.text("detail")))
          .kind(
              "lock-lost",
              RunEvent.LockLost.class,
              (e, out) -> out.with("at", e.at()).with("detail", e.detail()),
              in -> new RunEvent.LockLost(in.instant("at"), in.text("detail")))
          .kind(
              "step-ended",
              RunEvent.StepEnded.class,
              (e, out) -> step(out, e, e.step()).with("outcome", STEP_OUTCOMES.write(e.outcome())),
              in ->
                  new RunEvent.StepEnded(
                      in.instant("at"), step(in), STEP_OUTCOMES.read(in.object("outcome"))))
          .kind(
              "ended",
              RunEvent.Ended.class,
              (e, out) -> out.with("at", e.at()).with("result", Words.of(e.result())),
              in -> new RunEvent.Ended(in.instant("at"), in.known("result", Words::result)));

  static final List<Kinds<?>> ALL =
      List.of(
          EFFECT_OUTCOMES,
          OBSERVATIONS,
          STEP_OUTCOMES,
          ACTIONS,
          SIGHTS,
          GATE_STATES,
          EVENTS,
          CheckJson.CHECKS,
          CheckJson.MEASURES,
          RequestJson.EXPECTATIONS);

  /** Left out where there is nothing, as in journals of earlier versions. */
  private static Tree seen(EffectOutcome outcome, Tree out) {
    return outcome.seen().isEmpty() ? out : out.withTexts("seen", outcome.seen());
  }

  private static List<String> seen(Fields in) {
    return in.optionalTexts("seen");
  }

  private static Tree step(Tree out, RunEvent event, StepId step) {
    return out.with("at", event.at()).with("step", step.value());
  }

  private static StepId step(Fields in) {
    return new StepId(in.text("step"));
  }
}
