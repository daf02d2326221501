package uz.stario.rollback.app.options;

import java.util.List;
import java.util.Optional;
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
