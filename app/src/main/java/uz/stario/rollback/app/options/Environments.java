package uz.stario.rollback.app.options;

import java.util.List;
import java.util.Optional;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.Playbook;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Nearest;
import uz.stario.rollback.problem.Problem;

/** Which of a playbook's environments a command is about; never a guess between two. */
final class Environments {

  private Environments() {}

  static Environment choose(Playbook playbook, TargetOptions options) throws Refusal {
    List<String> names = playbook.environments().stream().map(Environment::name).toList();
    if (options.environment().isPresent()) {
      String wanted = options.environment().get();
      Optional<Environment> found = playbook.environment(wanted);
      if (found.isEmpty()) {
        throw new Refusal(
            Problem.unchanged(
                ErrorCode.ENVIRONMENT_UNKNOWN,
                "The playbook has no environment \"" + wanted + "\".",
                Nearest.nearest(wanted, names).map(n -> "Did you mean " + n + "? ").orElse("")
                    + "It has: "
                    + String.join(", ", names)
                    + ".",
                "Name one of these with -e."));
      }
      return agreeing(found.get(), options);
    }
    List<Environment> matching =
        playbook.environments().stream().filter(e -> matches(e, options)).toList();
    if (matching.size() == 1) {
      return matching.getFirst();
    }
    if (matching.isEmpty()) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.ENVIRONMENT_UNKNOWN,
              "No environment of the playbook has that context or namespace.",
              "It has: " + String.join(", ", names) + ".",
              "Name one of these with -e."));
    }
    throw new Refusal(
        Problem.unchanged(
            ErrorCode.ENVIRONMENT_AMBIGUOUS,
            "More than one environment could be meant.",
            "These match: "
                + String.join(", ", matching.stream().map(Environment::name).toList())
                + ".",
            "Name one with -e."));
  }

  private static Environment agreeing(Environment environment, TargetOptions options)
      throws Refusal {
    if (matches(environment, options)) {
      return environment;
    }
    throw new Refusal(
        Problem.unchanged(
            ErrorCode.USAGE,
            "-e " + environment.name() + " and --namespace or --context name different places.",
            "The playbook says namespace "
                + environment.namespace()
                + environment.context().map(c -> ", context " + c).orElse("")
                + ".",
            "Leave --namespace and --context out."));
  }

  private static boolean matches(Environment environment, TargetOptions options) {
    boolean namespace =
        options.namespace().map(n -> n.equals(environment.namespace())).orElse(true);
    boolean context =
        options.context().isEmpty()
            || environment.context().isEmpty()
            || environment.context().equals(options.context());
    return namespace && context;
  }
}
