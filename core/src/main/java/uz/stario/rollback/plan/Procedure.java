package uz.stario.rollback.plan;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.Service;

/**
 * How a service is taken back in an environment whatever its present state is: what to do in which
 * order, and what a person would type. Pure.
 *
 * @param rollBacks the workloads, in order
 * @param checks afterwards
 */
public record Procedure(List<Deed> rollBacks, List<Deed> checks) {
  public Procedure {
    rollBacks = List.copyOf(rollBacks);
    checks = List.copyOf(checks);
  }

  /**
   * One thing to do.
   *
   * @param commands to type, one after the other
   */
  public record Deed(String name, List<String> commands) {
    public Deed {
      commands = List.copyOf(commands);
    }
  }

  /**
   * @param service with its checks complete for the environment
   */
  public static Procedure of(Service service, Environment environment) {
    ByHand byHand = new ByHand(environment);
    return new Procedure(
        service.workloads().stream()
            .map(workload -> new Deed(workload.toString(), byHand.undo(workload)))
            .toList(),
        Stream.concat(
                Stream.of(new Deed("pods", List.of(byHand.pods()))),
                checks(service.checks(), environment).stream())
            .toList());
  }

  /** What helps against the service's known issues, each named with why. */
  public static List<Deed> optional(Service service, Environment environment) {
    Request request = Request.previous(new Scope(environment, List.of(service)));
    Remedies remedies = new Remedies(request, Set.of());
    return service.optional().stream()
        .filter(step -> step.isPossibleIn(environment))
        .map(step ->
            new Deed(step.name() + ": " + step.why(), List.of(remedies.help(step).command())))
        .toList();
  }

  /**
   * Checks alone.
   *
   * @param checks complete for the environment
   */
  public static List<Deed> checks(List<Check> checks, Environment environment) {
    ByHand byHand = new ByHand(environment);
    return checks.stream().map(check -> new Deed(check.name(), byHand.steps(check))).toList();
  }
}
