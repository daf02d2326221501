package uz.stario.rollback.app.options;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.playbook.Channel;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.port.Workloads;

/**
 * Where a run was, for whoever has to do with it later: its plan names the context and the
 * namespace, and the playbook the people to tell.
 */
public record RunPlace(Workloads workloads, Optional<Channel> channel) {

  /** Adds the options that say how its cluster is reached. */
  public static void addTo(CommandSpec spec) {
    spec.addOption(TargetOptions.text("--context", "NAME", "kubeconfig context"));
    spec.addOption(TargetOptions.text("--kubeconfig", "FILE", "kubeconfig file"));
    spec.addOption(TargetOptions.text("--playbook", "FILE", "playbook file"));
  }

  /** Connects to it. */
  public static RunPlace of(Plan plan, ParseResult arguments, Invocation invocation)
      throws Refusal {
    Optional<Channel> channel =
        FoundPlaybook.find(TargetOptions.value(arguments, "--playbook"), invocation)
            .flatMap(found -> found.playbook().environment(plan.environment()))
            .flatMap(Environment::channel);
    String target = plan.target();
    int slash = target.lastIndexOf('/');
    Workloads workloads =
        Refusal.orThrow(
            invocation
                .wiring()
                .workloads(
                    TargetOptions.value(arguments, "--kubeconfig"),
                    TargetOptions.value(arguments, "--context")
                        .or(() -> Optional.of(target.substring(0, Math.max(slash, 0)))),
                    Optional.of(target.substring(slash + 1))));
    return new RunPlace(workloads, channel);
  }
}
