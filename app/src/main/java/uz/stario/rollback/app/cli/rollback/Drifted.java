package uz.stario.rollback.app.cli.rollback;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.plan.Drift;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/** A plan is carried out in the world that it was made for, and in no other. */
public final class Drifted {

  private Drifted() {}

  static void refuse(Plan plan, Map<WorkloadRef, Answer<WorkloadState>> observed) throws Refusal {
    List<Drift> drifts = Drift.between(plan, observed);
    if (!drifts.isEmpty()) {
      throw new Refusal(
          problem(
              "Will not carry out the saved plan: things have changed since it was made.",
              drifts,
              "Look at what changed, then plan anew: `stario plan "
                  + named(plan)
                  + " --save FILE`."));
    }
  }

  /** By workload and namespace, which means the same with a playbook and without one. */
  private static String named(Plan plan) {
    return plan.workloads().stream()
            .map(workload -> workload.workload().toString())
            .distinct()
            .collect(Collectors.joining(" "))
        + " -n "
        + plan.target().substring(plan.target().lastIndexOf('/') + 1);
  }

  /**
   * What to say of what has changed.
   *
   * @param next what to do about it
   */
  public static Problem problem(String what, List<Drift> drifts, String next) {
    String why =
        drifts.stream()
            .map(drift -> drift.workload() + ": " + drift.words() + ".")
            .collect(Collectors.joining("\n"));
    boolean elsewhere = drifts.stream().anyMatch(Drift::elsewhere);
    return Problem.unchanged(
        ErrorCode.PLAN_DRIFTED,
        what,
        why,
        elsewhere
            ? next + " If the context is another cluster here, name the right one with --context."
            : next);
  }
}
