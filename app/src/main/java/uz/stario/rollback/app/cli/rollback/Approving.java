package uz.stario.rollback.app.cli.rollback;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.TwoPeople;
import uz.stario.rollback.playbook.ApprovalRule;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.port.Approvals.Wanted;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.ApprovalNeed;
import uz.stario.rollback.run.RunId;

/**
 * What an environment's playbook says of second persons, and whether glass is broken.
 *
 * @param rule empty where nobody has to approve anything
 * @param glass why somebody goes on without an approval
 */
public record Approving(Optional<ApprovalRule> rule, Optional<String> glass) {

  /** Nobody has to approve. */
  public static final Approving NOBODY = new Approving(Optional.empty(), Optional.empty());

  /** As the options say; glass is broken only with a reason. */
  static Approving of(Optional<ApprovalRule> rule, boolean breakGlass, String reason)
      throws Refusal {
    if (breakGlass && reason.isBlank()) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.USAGE,
              "--break-glass needs a reason.",
              "It is shown to everybody and stays in the record.",
              "Add --reason TEXT."));
    }
    return new Approving(rule, breakGlass ? Optional.of(reason) : Optional.empty());
  }

  boolean needed(Plan plan) {
    return rule.filter(r -> TwoPeople.needed(plan, r)).isPresent();
  }

  /** What a run of a plan that needs a second person waits for. */
  ApprovalNeed need(Approvals approvals, Instant now) throws Refusal {
    ApprovalRule of = rule.orElseThrow();
    if (glass.isPresent() && !of.breakGlass()) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.APPROVAL_REFUSED,
              "The glass can't be broken here.",
              "The playbook does not allow this environment to go on without an approval.",
              "Leave --break-glass out and have a second person run `stario approve`."));
    }
    // Who breaks the glass needs no place where others would approve.
    String requester = glass.isPresent() ? "" : Refusal.orThrow(approvals.self());
    return new ApprovalNeed(requester, now.plus(of.within()), of.attested(), of.breakGlass());
  }

  /** Puts what is to be approved where others see it. */
  static void ask(Approvals approvals, RunId run, Plan plan, ApprovalNeed need) throws Refusal {
    List<String> summary =
        plan.workloads().stream()
            .filter(w -> !w.alreadySo())
            .map(w -> w.workload() + ": " + w.fromVersion() + " → " + w.toVersion())
            .toList();
    Optional<Problem> problem =
        approvals.ask(new Wanted(run, plan.digest(), need.requester(), need.until(), summary));
    if (problem.isPresent()) {
      throw new Refusal(problem.get());
    }
  }
}
