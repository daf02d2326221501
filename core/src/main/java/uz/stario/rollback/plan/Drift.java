package uz.stario.rollback.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.Standing;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

/**
 * One thing that is no longer as a plan assumes it.
 *
 * @param words half a sentence for people, to follow a colon; never a value that may be secret
 */
public record Drift(WorkloadRef workload, String words) {

  private static final String ANOTHER = "is another object of that name";

  /** More than this and the version says enough. */
  private static final int SHOWN = 3;

  /**
   * All that differs, in the order of the plan; empty where the plan may be carried out.
   *
   * @param observed every workload of the plan; one that is missing counts as gone
   */
  public static List<Drift> between(Plan plan, Map<WorkloadRef, Answer<WorkloadState>> observed) {
    List<Drift> found = new ArrayList<>();
    Set<WorkloadRef> changed = new HashSet<>();
    for (Step step : plan.steps()) {
      if (step.action() instanceof Action.RollBack rollBack) {
        changed.add(rollBack.workload());
        Health planned = planned(plan, rollBack.workload());
        words(observed, rollBack.workload(), state -> rollBack(rollBack, planned, state))
            .forEach(text -> found.add(new Drift(rollBack.workload(), text)));
      }
    }
    for (WorkloadPlan workload : plan.workloads()) {
      if (!changed.contains(workload.workload())) {
        words(observed, workload.workload(), state -> alreadySo(workload, state))
            .forEach(text -> found.add(new Drift(workload.workload(), text)));
      }
    }
    return List.copyOf(found);
  }

  /** Whether it may come of looking at another cluster. */
  public boolean elsewhere() {
    return words.startsWith(ANOTHER);
  }

  /** Looks at a workload where it can be looked at. */
  interface Look {
    List<String> at(WorkloadState state);
  }

  static List<String> words(
      Map<WorkloadRef, Answer<WorkloadState>> observed, WorkloadRef workload, Look look) {
    Answer<WorkloadState> answer = observed.get(workload);
    if (answer == null) {
      return List.of("is gone");
    }
    return switch (answer) {
      case Answer.Given<WorkloadState>(WorkloadState state) -> look.at(state);
      case Answer.Refused<WorkloadState>(Problem problem) ->
          List.of(
              problem.code() == ErrorCode.WORKLOAD_NOT_FOUND
                  ? "is gone"
                  : "can't be looked at: " + problem.why());
    };
  }

  private static List<String> rollBack(Action.RollBack step, Health planned, WorkloadState state) {
    Assumption assumed = step.assumption();
    if (!state.uid().equals(assumed.uid())) {
      return List.of(another(state, assumed));
    }
    List<String> found = new ArrayList<>();
    if (Aftermath.reached(step, state)) {
      found.add("already runs the target, " + running(state));
    } else if (!state.template().fingerprint().equals(assumed.template())) {
      found.add(
          "runs "
              + running(state)
              + "; the plan takes it from revision "
              + step.from()
              + " ("
              + step.fromVersion()
              + ")"
              + since(assumed.template(), state));
    }
    if (state.paused() && !step.resume()) {
      found.add("its rollout is paused");
    }
    target(step, planned, state).ifPresent(found::add);
    return found;
  }

  private static Optional<String> target(
      Action.RollBack step, Health planned, WorkloadState state) {
    String name = "its target, revision " + step.to() + " (" + step.toVersion() + "), ";
    Optional<Revision> target =
        state.revisions().stream()
            .filter(revision -> revision.id().equals(step.assumption().target()))
            .findFirst();
    if (target.isEmpty()) {
      return Optional.of(name + "is no longer kept");
    }
    if (!target.get().template().fingerprint().equals(step.assumption().targetTemplate())) {
      return Optional.of(name + "has another template than it had");
    }
    Standing standing = Standing.of(target.get(), state.revisions());
    return standing.health().forbidsReturn() && standing.health() != planned
        ? Optional.of(name + "is now " + standing.words())
        : Optional.empty();
  }

  private static List<String> alreadySo(WorkloadPlan planned, WorkloadState state) {
    // The plan keeps no more of what it leaves alone.
    long number = state.current().map(Revision::number).orElse(0L);
    return number == planned.from() && state.template().version().equals(planned.fromVersion())
        ? List.of()
        : List.of(
            "runs "
                + running(state)
                + "; the plan leaves it at revision "
                + planned.from()
                + " ("
                + planned.fromVersion()
                + ")");
  }

  static String another(WorkloadState state, Assumption assumed) {
    return ANOTHER + " (UID " + state.uid() + ", not " + assumed.uid() + ")";
  }

  /** {@code revision 4 (v1.2.3)}, or the version alone before its revision exists. */
  static String running(WorkloadState state) {
    return state.current().map(Revision::label).orElseGet(() -> state.template().version());
  }

  /** What was changed, where the template assumed is still kept. */
  static String since(String fingerprint, WorkloadState state) {
    List<Difference> differences =
        state.revisions().stream()
            .map(Revision::template)
            .filter(template -> template.fingerprint().equals(fingerprint))
            .findFirst()
            .map(template -> Differences.between(template, state.template(), new Redactor()))
            .orElse(List.of());
    if (differences.isEmpty()) {
      return "";
    }
    String more = differences.size() > SHOWN ? ", and " + (differences.size() - SHOWN) : "";
    return ": "
        + differences.stream().limit(SHOWN).map(Drift::words).collect(Collectors.joining(", "))
        + (more.isEmpty() ? "" : more + " more");
  }

  private static String words(Difference difference) {
    String change =
        difference.after().isEmpty() && difference.what().equals("other")
            ? difference.before()
            : shown(difference.before()) + " → " + shown(difference.after());
    return difference.what() + " of " + difference.where() + " " + change;
  }

  private static String shown(String value) {
    return value.isEmpty() ? "none" : value;
  }

  private static Health planned(Plan plan, WorkloadRef workload) {
    return plan.workloads().stream()
        .filter(one -> one.workload().equals(workload))
        .map(WorkloadPlan::toHealth)
        .findFirst()
        .orElse(Health.UNKNOWN);
  }
}
