package uz.stario.rollback.app.cli.rollback;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.plan.Confirmation;
import uz.stario.rollback.plan.Finding;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Nothing is changed without a yes: typed, or given beforehand. Nothing is destroyed without its
 * name as well: a yes is given too easily, and one name is not another.
 */
final class Consent {

  private final Plan plan;
  private final Invocation invocation;

  private Consent(Plan plan, Invocation invocation) {
    this.plan = plan;
    this.invocation = invocation;
  }

  /**
   * @param given whether the yes was given beforehand
   * @param confirmed the names that were given beforehand
   */
  static void require(Plan plan, boolean given, List<String> confirmed, Invocation invocation)
      throws Refusal {
    Consent consent = new Consent(plan, invocation);
    consent.noBlockers();
    Confirmation names = Confirmation.of(plan, confirmed);
    if (!names.unexpected().isEmpty()) {
      throw new Refusal(consent.unexpected(names));
    }
    boolean asks = invocation.terminal().interactive();
    if (!names.missing().isEmpty() && !asks) {
      throw new Refusal(consent.unnamed(names.missing(), given));
    }
    if (!given) {
      consent.yes(asks);
    }
    for (String name : names.missing()) {
      consent.typed(name);
    }
  }

  private void noBlockers() throws Refusal {
    if (!plan.findings(Finding.Weight.BLOCKER).isEmpty()) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.PLAN_BLOCKED,
              "Did not carry out the plan: something forbids it.",
              plan.findings(Finding.Weight.BLOCKER).stream()
                  .map(Finding::text)
                  .collect(Collectors.joining("\n")),
              "No yes overrules that. Mend it, and plan again."));
    }
  }

  private void yes(boolean asks) throws Refusal {
    if (!asks) {
      throw new Refusal(missing("There is no terminal to ask at."));
    }
    String what = String.join(", ", plan.services());
    Optional<String> answer =
        invocation
            .terminal()
            .ask(
                (what.isEmpty() ? "Carry it out" : "Roll back " + what)
                    + " in "
                    + plan.environment()
                    + "? [y/N] ");
    boolean yes =
        answer
            .map(a -> a.strip().toLowerCase(Locale.ROOT))
            .filter(a -> a.equals("y") || a.equals("yes"))
            .isPresent();
    if (!yes) {
      throw new Refusal(missing("It was not confirmed."));
    }
  }

  private void typed(String name) throws Refusal {
    Optional<String> answer =
        invocation
            .terminal()
            .ask("This destroys data of " + name + ". Type its name to go on: ")
            .map(String::strip);
    if (!answer.equals(Optional.of(name))) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.CONFIRMATION_MISSING,
              "Did not carry out the plan: " + name + " was not confirmed.",
              answer
                  .filter(typed -> !typed.isEmpty())
                  .map(typed -> "\"" + typed + "\" was typed, \"" + name + "\" was expected.")
                  .orElse("Nothing was typed, \"" + name + "\" was expected."),
              "Type the name as the plan shows it, or add " + flag(name) + "."));
    }
  }

  private Problem unexpected(Confirmation names) {
    List<String> needed = Confirmation.names(plan);
    return Problem.unchanged(
        ErrorCode.CONFIRMATION_MISSING,
        "Did not carry out the plan: it destroys nothing of "
            + String.join(", ", names.unexpected())
            + ".",
        needed.isEmpty()
            ? "It destroys nothing at all."
            : "It destroys data of " + String.join(", ", needed) + ".",
        needed.isEmpty()
            ? "Leave --confirm out."
            : "Once you have read the plan, confirm that: " + flags(needed) + ".");
  }

  private Problem unnamed(List<String> missing, boolean given) {
    return Problem.unchanged(
        ErrorCode.CONFIRMATION_MISSING,
        "Did not carry out the plan: it destroys data of " + String.join(", ", missing) + ".",
        given
            ? "--yes and --now are not enough for that, and there is no terminal to ask at."
            : "There is no terminal to ask at.",
        "Once you have read the plan, add " + (given ? "" : "--yes ") + flags(missing) + ".");
  }

  private static String flags(List<String> names) {
    return names.stream().map(Consent::flag).collect(Collectors.joining(" "));
  }

  /** As a shell takes it. */
  private static String flag(String name) {
    return "--confirm "
        + (name.matches("[\\w./:=@%+,-]+") ? name : "'" + name.replace("'", "'\\''") + "'");
  }

  private static Problem missing(String why) {
    return Problem.unchanged(
        ErrorCode.CONFIRMATION_MISSING,
        "Did not roll back.",
        why,
        "Answer y, or add --yes (or --now in an emergency).");
  }
}
