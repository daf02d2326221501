package uz.stario.rollback.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.WorkloadPlan;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.HttpCheck;
import uz.stario.rollback.playbook.ScriptCheck;

/**
 * What to try after a rollback whose checks did not all pass, by the rows of the playbook's
 * decision matrix: what is down, fails or is slow is a known issue of its service, if it has any,
 * or a case for another version; what may be one feature alone, for its flag; what nobody could
 * tell, for another look. Each is a command with its reason behind a {@code #}, as a shell takes
 * it. Pure.
 */
final class Tries {

  private final Run run;
  private final List<Step> ill = new ArrayList<>();
  private final List<Step> features = new ArrayList<>();
  private final List<Step> unknown = new ArrayList<>();

  private Tries(Run run) {
    this.run = run;
    for (Step step : run.plan().steps()) {
      if (isCheck(step.action())) {
        StepOutcome outcome = run.step(step.id()).outcome().orElse(new StepOutcome.Unknown(""));
        sort(step, outcome);
      }
    }
  }

  /**
   * The likeliest first.
   *
   * @param workloads as a command takes them
   */
  static List<String> of(Run run, String workloads) {
    return new Tries(run).all(workloads);
  }

  private static boolean isCheck(Action action) {
    return action instanceof Action.CheckPods
        || action instanceof Action.CheckHealth
        || action instanceof Action.RunCheck;
  }

  private void sort(Step step, StepOutcome outcome) {
    switch (outcome) {
      case StepOutcome.Succeeded _, StepOutcome.AlreadyDone _ -> {}
      case StepOutcome.Failed _, StepOutcome.TimedOut _ ->
          (isOfOneFeature(step.action()) ? features : ill).add(step);
      case StepOutcome.Unknown _, StepOutcome.Skipped _ -> unknown.add(step);
    }
  }

  private static boolean isOfOneFeature(Action action) {
    return action instanceof Action.RunCheck made && isOfOneFeature(made.check());
  }

  /** What a user does may fail in one feature alone; all else is of the whole. */
  private static boolean isOfOneFeature(Check check) {
    return check instanceof HttpCheck || check instanceof ScriptCheck;
  }

  private List<String> all(String workloads) {
    List<String> tries = new ArrayList<>();
    if (!ill.isEmpty()) {
      tries.addAll(knownIssues());
      tries.add(
          "stario history "
              + workloads
              + "  # "
              + names(ill)
              + ": for a version further back (--to-version), if it is the release");
    }
    byService(features)
        .forEach((service, steps) ->
            tries.add(
                "stario playbook show"
                    // Of the platform as a whole: the list of services.
                    + (service.isEmpty() ? "" : " " + service)
                    + "  # "
                    + names(steps)
                    + ": a single feature can be switched off by its flag"));
    // Without a playbook there is nothing to verify by.
    if (!unknown.isEmpty() && run.plan().steps().stream().anyMatch(Tries::isOfAPlaybook)) {
      Map<String, List<Step>> services = byService(unknown);
      String named =
          services.containsKey("")
              ? ""
              : services.keySet().stream().map(name -> " " + name).collect(Collectors.joining());
      tries.add(
          "stario verify"
              + named
              + " -e "
              + run.plan().environment()
              + "  # "
              + names(unknown)
              + ": could not tell");
    }
    return tries;
  }

  /** The optional steps of services that are ill, which then stay at the version they are at. */
  private List<String> knownIssues() {
    Set<String> services = byService(ill).keySet();
    return run.plan().offered().stream()
        .filter(offer -> services.contains(offer.service()))
        .flatMap(offer ->
            versionOf(offer.service())
                .map(version ->
                    offer.command() + " --to-version " + version + "  # if " + offer.why())
                .stream())
        .toList();
  }

  /** Where all of a service's workloads went to the same. */
  private Optional<String> versionOf(String service) {
    List<String> versions =
        run.plan().workloads().stream()
            .filter(workload -> workload.service().equals(service))
            .map(WorkloadPlan::toVersion)
            .distinct()
            .toList();
    return versions.size() == 1 ? Optional.of(versions.getFirst()) : Optional.empty();
  }

  private static boolean isOfAPlaybook(Step step) {
    return step.action() instanceof Action.CheckHealth || step.action() instanceof Action.RunCheck;
  }

  private static Map<String, List<Step>> byService(List<Step> steps) {
    return steps.stream()
        .collect(Collectors.groupingBy(Step::service, LinkedHashMap::new, Collectors.toList()));
  }

  private static String names(List<Step> steps) {
    String first = steps.getFirst().id().toString();
    return steps.size() == 1 ? first : first + " and " + (steps.size() - 1) + " more";
  }
}
