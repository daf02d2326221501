package uz.stario.rollback.plan;

import java.util.Comparator;
import uz.stario.rollback.playbook.ApprovalRule;

/** Which plans need a second person; pure. */
public final class TwoPeople {

  private TwoPeople() {}

  /** Whether a plan is as dangerous as the rule speaks of. */
  public static boolean needed(Plan plan, ApprovalRule rule) {
    Danger least =
        switch (rule.of()) {
          case DISRUPTIVE -> Danger.DISRUPTIVE;
          case DESTRUCTIVE -> Danger.DESTRUCTIVE;
        };
    return plan.steps().stream()
        .map(step -> Traits.of(step.action()).danger())
        .max(Comparator.naturalOrder())
        .filter(worst -> worst.compareTo(least) >= 0)
        .isPresent();
  }
}
