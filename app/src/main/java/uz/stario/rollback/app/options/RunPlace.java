package uz.stario.rollback.app.options;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.WorkloadPlan;
import uz.stario.rollback.playbook.ApprovalRule;
import uz.stario.rollback.playbook.Channel;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.Playbook;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/**
 * Where a run was, for whoever has to do with it later: its plan names the context and the
 * namespace, and the playbook the people to tell.
 */
public record RunPlace(Workloads workloads, Environment environment, Optional<Playbook> playbook) {

  /** Adds the options that say how its cluster is reached. */
  public static void addTo(CommandSpec spec) {
    spec.addOption(TargetOptions.text("--context", "NAME", "kubeconfig context"));
    spec.addOption(TargetOptions.text("--kubeconfig", "FILE", "kubeconfig file"));
    spec.addOption(TargetOptions.text("--playbook", "FILE", "playbook file"));
  }

  /**
   * Connects to it.
   *
   * @param arguments may name another context: the same cluster has another name on another
   *     machine. That it is the same, the UIDs of the workloads tell.
   */
  public static RunPlace of(Plan plan, ParseResult arguments, Invocation invocation)
      throws Refusal {
    return of(
        plan,
        FoundPlaybook.find(TargetOptions.value(arguments, "--playbook"), invocation),
        arguments,
        invocation);
  }

  /**
   * Connects to where a run has begun, which goes by its own plan: a playbook that can't be read
   * must not keep it from its end, and only costs it the people to tell.
   */
  public static RunPlace ofBegun(Plan plan, ParseResult arguments, Invocation invocation)
      throws Refusal {
    Optional<FoundPlaybook> found;
    try {
      found = FoundPlaybook.find(TargetOptions.value(arguments, "--playbook"), invocation);
    } catch (Refusal refusal) {
      Problem problem = refusal.problem();
      Paint paint = new Paint(invocation.terminal().colour());
      invocation
          .err()
          .println(
              paint.caution("! ")
                  + problem.what()
                  + " The run has its own plan, so that is no hindrance; nobody is told on a"
                  + " channel.");
      problem.why().lines().forEach(line -> invocation.err().println("  " + line));
      found = Optional.empty();
    }
    return of(plan, found, arguments, invocation);
  }

  private static RunPlace of(
      Plan plan, Optional<FoundPlaybook> found, ParseResult arguments, Invocation invocation)
      throws Refusal {
    String target = plan.target();
    int slash = target.lastIndexOf('/');
    String namespace = target.substring(slash + 1);
    String context =
        TargetOptions.value(arguments, "--context")
            .orElseGet(() -> target.substring(0, Math.max(slash, 0)));
    Optional<Playbook> playbook =
        found.map(FoundPlaybook::playbook).filter(one -> in(one, plan, namespace).isPresent());
    Optional<Environment> known = playbook.flatMap(one -> in(one, plan, namespace));
    Workloads workloads =
        Refusal.orThrow(
            invocation
                .wiring()
                .workloads(
                    TargetOptions.value(arguments, "--kubeconfig"),
                    Optional.of(context),
                    Optional.of(namespace)));
    var environment =
        new Environment(
            plan.environment(),
            Optional.of(context),
            namespace,
            Optional.empty(),
            known.flatMap(Environment::channel),
            approval(plan, known.flatMap(Environment::approval)));
    return new RunPlace(workloads, environment, playbook);
  }

  /** The plan brings its own rule along; a playbook of this machine can only make it stricter. */
  private static Optional<ApprovalRule> approval(Plan plan, Optional<ApprovalRule> known) {
    return plan.approval().map(rule -> known.map(rule::and).orElse(rule)).or(() -> known);
  }

  private static Optional<Environment> in(Playbook playbook, Plan plan, String namespace) {
    return playbook
        .environment(plan.environment())
        .filter(environment -> environment.namespace().equals(namespace));
  }

  /** Where people are told. */
  public Optional<Channel> channel() {
    return environment.channel();
  }

  /** Looks at all that the plan is about. */
  public Map<WorkloadRef, Answer<WorkloadState>> observe(Plan plan, Invocation invocation)
      throws Refusal {
    Set<WorkloadRef> refs =
        plan.workloads().stream().map(WorkloadPlan::workload).collect(Collectors.toSet());
    if (refs.isEmpty()) {
      return Map.of(); // nothing named would mean all there is
    }
    Paint paint = new Paint(invocation.terminal().colour());
    invocation.err().println(paint.faint("looking at " + workloads.place()));
    return Refusal.orThrow(workloads.observe(refs));
  }
}
