package uz.stario.rollback.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.Container;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.Template;
import uz.stario.rollback.release.WorkloadState;

/**
 * Which environment variables a rollback leaves as they are.
 *
 * <p>Kill switches live in the pod template, so that giving a workload an earlier template would
 * turn a killed feature on again. A declared flag therefore keeps its present value. Where the
 * present template lacks a flag that the target sets, the target's value stands: absence says
 * nothing about what an operator wanted.
 */
final class Flags {

  private Flags() {}

  static List<CarriedFlag> carried(
      Template now, Template target, Set<String> names, Redactor redactor) {
    List<CarriedFlag> carried = new ArrayList<>();
    for (Container container : target.containers()) {
      Optional<Container> present = Differences.container(now, container.name());
      if (present.isEmpty()) {
        continue;
      }
      for (String name : new TreeSet<>(names)) {
        String kept = present.get().env().get(name);
        String restored = container.env().get(name);
        if (kept != null && !kept.equals(restored)) {
          carried.add(
              new CarriedFlag(
                  container.name(),
                  name,
                  restored == null ? "" : redactor.value(name, restored),
                  redactor.value(name, kept)));
        }
      }
    }
    return carried;
  }

  /**
   * Findings on variables that somebody has changed on the version that runs now, that are not
   * carried, and that the target would set back.
   */
  static List<Finding> setBack(
      WorkloadState state,
      Revision target,
      List<CarriedFlag> carried,
      boolean exact,
      Redactor redactor) {
    List<Finding> findings = new ArrayList<>();
    SortedSet<String> told = new TreeSet<>();
    for (Container now : state.template().containers()) {
      Optional<Container> then = Differences.container(target.template(), now.name());
      if (then.isEmpty()) {
        continue;
      }
      for (var entry : now.env().entrySet()) {
        String name = entry.getKey();
        String restored = then.get().env().getOrDefault(name, "");
        boolean kept =
            carried.stream()
                .anyMatch(f -> f.container().equals(now.name()) && f.name().equals(name));
        if (kept
            || restored.equals(entry.getValue())
            || !changedOnThisVersion(state, now.name(), name, entry.getValue())
            || !told.add(name)) {
          continue;
        }
        findings.add(
            new Finding(
                Finding.Weight.WARNING,
                state.ref().toString(),
                name
                    + " was changed to "
                    + quoted(name, entry.getValue(), redactor)
                    + " on "
                    + state.template().version()
                    + " and goes back to "
                    + quoted(name, restored, redactor)
                    + (exact ? " (--exact)." : "; --carry " + name + " keeps it.")));
      }
    }
    return findings;
  }

  private static boolean changedOnThisVersion(
      WorkloadState state, String container, String name, String value) {
    return state.revisions().stream()
        .filter(r -> r.template().sameVersionAs(state.template()))
        .map(r -> Differences.container(r.template(), container))
        .flatMap(Optional::stream)
        .anyMatch(c -> !value.equals(c.env().get(name)));
  }

  private static String quoted(String name, String value, Redactor redactor) {
    return value.isEmpty() ? "unset" : "\"" + redactor.value(name, value) + "\"";
  }
}
