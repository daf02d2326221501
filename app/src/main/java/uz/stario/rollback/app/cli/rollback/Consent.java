package uz.stario.rollback.app.cli.rollback;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.plan.Finding;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/** Nothing is changed without a yes: typed, or given beforehand. */
final class Consent {

  private Consent() {}

  static void require(Plan plan, boolean given, Invocation invocation) throws Refusal {
    if (!plan.findings(Finding.Weight.BLOCKER).isEmpty()) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.CONFIRMATION_MISSING,
              "The plan has blockers.",
              plan.findings(Finding.Weight.BLOCKER).stream()
                  .map(Finding::text)
                  .collect(Collectors.joining("\n")),
              "Mend them and plan again."));
    }
    if (given) {
      return;
    }
    if (!invocation.terminal().interactive()) {
      throw new Refusal(missing("There is no terminal to ask at."));
    }
    String what = String.join(", ", plan.services());
    Optional<String> answer =
        invocation.terminal().ask("Roll back " + what + " in " + plan.environment() + "? [y/N] ");
    boolean yes =
        answer
            .map(a -> a.strip().toLowerCase(Locale.ROOT))
            .filter(a -> a.equals("y") || a.equals("yes"))
            .isPresent();
    if (!yes) {
      throw new Refusal(missing("It was not confirmed."));
    }
  }

  private static Problem missing(String why) {
    return Problem.unchanged(
        ErrorCode.CONFIRMATION_MISSING,
        "Did not roll back.",
        why,
        "Answer y, or add --yes (or --now in an emergency).");
  }
}
