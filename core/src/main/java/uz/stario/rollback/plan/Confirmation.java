package uz.stario.rollback.plan;

import java.util.Collection;
import java.util.List;

/**
 * Which names a person has to give before a plan destroys data, beside the yes that every plan
 * needs: that of each target of a destructive step, spelt out.
 *
 * @param missing needed and not given, in the order of the plan
 * @param unexpected given, and no target of a destructive step
 */
public record Confirmation(List<String> missing, List<String> unexpected) {
  public Confirmation {
    missing = List.copyOf(missing);
    unexpected = List.copyOf(unexpected);
  }

  /** What is still to be said where these names were given. */
  public static Confirmation of(Plan plan, Collection<String> given) {
    List<String> needed = names(plan);
    return new Confirmation(
        needed.stream().filter(name -> !given.contains(name)).toList(),
        given.stream().filter(name -> !needed.contains(name)).distinct().toList());
  }

  /** The targets of all destructive steps, each once, in the order of the plan. */
  public static List<String> names(Plan plan) {
    return plan.steps().stream()
        .map(Step::action)
        .filter(Confirmation::needed)
        .map(Confirmation::target)
        .distinct()
        .toList();
  }

  /** Whether an action removes or replaces data. */
  public static boolean needed(Action action) {
    return Traits.of(action).danger() == Danger.DESTRUCTIVE;
  }

  /** The name that stands for what an action changes. */
  public static String target(Action action) {
    return switch (action) {
      case Action.StoreChange a -> a.target();
      case Action.RollBack a -> a.workload().toString();
      case Action.Restart a -> a.name();
      case Action.CheckPods a -> a.workload().toString();
      case Action.CheckHealth a -> a.service();
      case Action.RunCheck a -> a.service();
      case Action.RecordVerdicts a -> a.workload().toString();
    };
  }
}
