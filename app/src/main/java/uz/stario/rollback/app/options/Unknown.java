package uz.stario.rollback.app.options;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.OptionalStep;
import uz.stario.rollback.playbook.Playbook;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Nearest;
import uz.stario.rollback.problem.Problem;

/** What to say about names that mean nothing. */
final class Unknown {

  private Unknown() {}

  static Problem service(String name, Playbook playbook) {
    List<String> names = playbook.services().stream().map(Service::name).toList();
    Optional<String> nearest = Nearest.nearest(name, names);
    return Problem.unchanged(
        ErrorCode.SERVICE_NOT_IN_PLAYBOOK,
        "The playbook has no service \"" + name + "\".",
        nearest.map(n -> "Did you mean " + n + "? ").orElse("")
            + "It has: "
            + String.join(", ", names)
            + ".",
        "Name one of these, or a workload as deployment/" + name + ".");
  }

  /**
   * @param services those that the command is about
   */
  static Problem step(String name, List<Service> services) {
    List<String> names =
        services.stream()
            .flatMap(service -> service.optional().stream())
            .map(OptionalStep::name)
            .distinct()
            .toList();
    String about = services.stream().map(Service::name).collect(Collectors.joining(", "));
    Optional<String> nearest = Nearest.nearest(name, names);
    return Problem.unchanged(
        ErrorCode.STEP_NOT_IN_PLAYBOOK,
        "The playbook has no optional step \"" + name + "\" for " + about + ".",
        nearest.map(n -> "Did you mean \"" + n + "\"? ").orElse("")
            + (names.isEmpty()
                ? "It has none at all for it."
                : "It has: " + String.join(", ", names) + "."),
        names.isEmpty() ? "Leave --with out." : "Name one of these with --with.");
  }

  /** What a step would change belongs to one environment: another's is never taken instead. */
  static Problem redis(String step, Environment environment) {
    return Problem.unchanged(
        ErrorCode.STEP_NOT_IN_PLAYBOOK,
        "The optional step \"" + step + "\" cannot be made in " + environment.name() + ".",
        "The playbook names no Redis for this environment.",
        "Say under environments." + environment.name() + ".redis where its address is kept.");
  }

  static Problem stepWithoutPlaybook(String name) {
    return Problem.unchanged(
        ErrorCode.PLAYBOOK_NOT_FOUND,
        "The optional step \"" + name + "\" means nothing without a playbook.",
        "No playbook was found (--playbook, STARIO_PLAYBOOK, ./stario.yaml, the user's"
            + " configuration folder).",
        "Give --playbook FILE, or leave --with out.");
  }

  static Problem noPlaybook() {
    return Problem.unchanged(
        ErrorCode.PLAYBOOK_NOT_FOUND,
        "There is no playbook.",
        "None was found (--playbook, STARIO_PLAYBOOK, ./stario.yaml, the user's configuration"
            + " folder).",
        "Give --playbook FILE; docs/playbook.md says how one is written.");
  }

  static Problem withoutPlaybook(String name) {
    return Problem.unchanged(
        ErrorCode.PLAYBOOK_NOT_FOUND,
        "\"" + name + "\" means nothing without a playbook.",
        "No playbook was found (--playbook, STARIO_PLAYBOOK, ./stario.yaml, the user's"
            + " configuration folder).",
        "Give --playbook FILE, or name the workload as kubectl does: deployment/" + name + ".");
  }

  static Problem environmentWithoutPlaybook(String name) {
    return Problem.unchanged(
        ErrorCode.PLAYBOOK_NOT_FOUND,
        "The environment \"" + name + "\" means nothing without a playbook.",
        "No playbook was found.",
        "Give --playbook FILE, or --context and --namespace instead of an environment.");
  }
}
