package uz.stario.rollback.app.cli.undo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.cli.plan.SavedPlan;
import uz.stario.rollback.app.cli.rollback.Drifted;
import uz.stario.rollback.app.cli.rollback.Proposal;
import uz.stario.rollback.app.cli.runs.NamedRun;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.LockOptions;
import uz.stario.rollback.app.options.RequestOptions;
import uz.stario.rollback.app.options.RunPlace;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.plan.Drift;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Planner;
import uz.stario.rollback.plan.Request;
import uz.stario.rollback.plan.Scope;
import uz.stario.rollback.plan.Undo;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.release.RevisionChoice;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;
import uz.stario.rollback.run.Changes;
import uz.stario.rollback.run.Run;

/** Plans the way back of a run that has ended, and carries it out like any other plan. */
public final class UndoCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description(
            "Takes back what a run that has ended changed: each workload goes to the revision that"
                + " the run left, where it still runs what the run gave it.");
    spec.addPositional(NamedRun.parameter());
    LockOptions.addTo(spec);
    addTo(spec);
    spec.addOption(
        TargetOptions.text(
            "--save", "FILE", "save the plan for `stario rollback --plan FILE`, and stop"));
    return spec;
  }

  /** Adds what can be said of a way back, but for its lock. */
  public static void addTo(CommandSpec spec) {
    RunPlace.addTo(spec);
    spec.addOption(
        TargetOptions.text(
            "--override-verdict",
            "REASON",
            "why what the run left is gone to, though recorded bad"));
    spec.addOption(TargetOptions.flag("--exact", "bring flags back too, as the run left them"));
    spec.addOption(TargetOptions.text("--reason", "TEXT", "why, for the message and the record"));
    spec.addOption(
        TargetOptions.flag("--resume-paused", "resume a paused workload so that it can go back"));
    spec.addOption(
        TargetOptions.text("--timeout", "DURATION", "how long one rollout may take (default 10m)"));
    Proposal.addTo(spec);
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    return undo(arguments, TargetOptions.value(arguments, "--save"), invocation);
  }

  /**
   * Takes back what the run that the arguments name has changed.
   *
   * @param file where the plan is only saved
   */
  public static ExitCode undo(ParseResult arguments, Optional<String> file, Invocation invocation)
      throws Refusal {
    Proposal proposal = Proposal.of(arguments, invocation);
    Optional<String> timeout = TargetOptions.value(arguments, "--timeout");
    Duration limit =
        timeout.isPresent()
            ? RequestOptions.duration("--timeout", timeout.get())
            : Request.DEFAULT_ROLLOUT_LIMIT;
    NamedRun named = NamedRun.of(arguments, invocation);
    named.requireEnded("Only what has come to its end can be undone.");
    Run run = named.run();
    RunPlace place = RunPlace.of(run.plan(), arguments, invocation);
    Map<WorkloadRef, Answer<WorkloadState>> observed = place.observe(run.plan(), invocation);
    Undo undo = new Undo(run.plan(), Changes.of(run), run.id().value());
    refuseDrift(undo.drift(observed), run);
    Request asked =
        new Request(
            new Scope(place.environment(), List.of()),
            new RevisionChoice.Previous(),
            Optional.empty(),
            false,
            arguments.hasMatchedOption("--exact"),
            new TreeSet<>(),
            arguments.hasMatchedOption("--resume-paused"),
            TargetOptions.value(arguments, "--override-verdict"),
            false,
            Proposal.emergency(arguments),
            TargetOptions.value(arguments, "--reason").orElse(""),
            limit);
    Plan plan =
        Refusal.orThrow(
                Planner.plan(
                    undo.request(asked, service -> flags(place, service), observed),
                    place.workloads().place(),
                    observed,
                    invocation.clock().instant(),
                    invocation.wiring().redactor()))
            .with(undo.leftToPeople());
    if (file.isPresent()) {
      proposal.show(plan);
      SavedPlan.save(plan, file.get(), invocation);
      return ExitCode.DONE;
    }
    ExitCode code =
        proposal.seeing(observed.values()).carryOut(plan, place.workloads(), place.environment());
    boolean peopleOnly = plan.alreadySo() && !undo.leftToPeople().isEmpty();
    return peopleOnly && code == ExitCode.DONE ? ExitCode.PARTWAY : code;
  }

  /** As the playbook declares them today: a switch that is off stays off. */
  private static SortedSet<String> flags(RunPlace place, String service) {
    return place
        .playbook()
        .flatMap(playbook -> playbook.service(service))
        .map(Service::flags)
        .orElse(new TreeSet<>());
  }

  private static void refuseDrift(List<Drift> drifts, Run run) throws Refusal {
    if (!drifts.isEmpty()) {
      throw new Refusal(
          Drifted.problem(
              "Will not undo run " + run.id() + ": things have changed since it ended.",
              drifts,
              "Look at what changed; `stario rollback` takes a workload to any revision that is"
                  + " kept."));
    }
  }
}
