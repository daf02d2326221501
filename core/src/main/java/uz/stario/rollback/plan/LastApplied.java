package uz.stario.rollback.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import uz.stario.rollback.release.Container;
import uz.stario.rollback.release.Template;
import uz.stario.rollback.release.WorkloadState;

/**
 * What a later {@code kubectl apply} will make of a rollback: it compares with what was applied
 * last, which no undo changes.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/issues/94698">kubernetes#94698</a>
 */
final class LastApplied {

  private LastApplied() {}

  static List<Finding> findings(WorkloadState state, Template target) {
    if (state.lastApplied().isEmpty()) {
      return List.of();
    }
    Template applied = state.lastApplied().get();
    List<Finding> findings = new ArrayList<>();
    if (applied.sameVersionAs(state.template()) && !applied.sameVersionAs(target)) {
      findings.add(
          new Finding(
              Finding.Weight.WARNING,
              state.ref().toString(),
              "The manifest applied last says "
                  + state.template().version()
                  + ": the next `kubectl apply` of it brings "
                  + state.template().version()
                  + " back. Change the manifest before anyone applies it."));
    }
    SortedSet<String> ghosts = ghosts(applied, target);
    if (!ghosts.isEmpty()) {
      findings.add(
          new Finding(
              Finding.Weight.WARNING,
              state.ref().toString(),
              "The target has "
                  + String.join(", ", ghosts)
                  + ", which the manifest applied last has not: later `kubectl apply` calls will"
                  + " not remove it."));
    }
    return findings;
  }

  private static SortedSet<String> ghosts(Template applied, Template target) {
    SortedSet<String> ghosts = new TreeSet<>();
    for (Container container : target.containers()) {
      var known = Differences.container(applied, container.name());
      if (known.isEmpty()) {
        ghosts.add("container " + container.name());
        continue;
      }
      for (String name : container.env().keySet()) {
        if (!known.get().env().containsKey(name)) {
          ghosts.add(name + " in " + container.name());
        }
      }
    }
    return ghosts;
  }
}
