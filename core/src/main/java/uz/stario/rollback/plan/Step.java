package uz.stario.rollback.plan;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One node of a plan's graph.
 *
 * @param service the service it belongs to
 * @param after steps that must have ended, however they ended
 * @param needs steps that must have ended well; it is skipped otherwise
 * @param wave which wave of the plan it is in, from 1
 * @param command what a person would type to do the same by hand
 */
public record Step(
    StepId id,
    String service,
    Action action,
    SortedSet<StepId> after,
    SortedSet<StepId> needs,
    int wave,
    String command) {
  public Step {
    after = Collections.unmodifiableSortedSet(new TreeSet<>(after));
    needs = Collections.unmodifiableSortedSet(new TreeSet<>(needs));
  }

  public static Step of(
      StepId id,
      String service,
      Action action,
      Set<StepId> after,
      Set<StepId> needs,
      int wave,
      String command) {
    return new Step(id, service, action, new TreeSet<>(after), new TreeSet<>(needs), wave, command);
  }
}
