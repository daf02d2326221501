package uz.stario.rollback.app.cli.rollback;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/** The option {@code --plan}: it says all that is to be done, so nothing else may. */
final class PlanOption {

  /** What may stand beside it: how to get there and how to go about it, not what to do. */
  private static final Set<String> BESIDE =
      Set.of(
          "--plan",
          "--playbook",
          "--context",
          "--kubeconfig",
          "--lock",
          "--wait",
          "--take-over",
          "--yes",
          "--now",
          "--confirm",
          "--break-glass",
          "--dry-run",
          "--json",
          "--debug");

  private PlanOption() {}

  static void addTo(CommandSpec spec) {
    spec.addOption(
        TargetOptions.text(
            "--plan", "FILE", "carry out what `stario plan --save FILE` saved, as it is"));
  }

  /** The file, if one was given. */
  static Optional<String> of(ParseResult arguments) throws Refusal {
    Optional<String> file = TargetOptions.value(arguments, "--plan");
    if (file.isEmpty()) {
      return file;
    }
    List<String> clashing =
        Stream.concat(
                arguments.matchedPositionalValue(0, List.<String>of()).stream(),
                arguments.matchedOptions().stream()
                    .map(OptionSpec::longestName)
                    .filter(name -> !BESIDE.contains(name)))
            .distinct()
            .toList();
    if (!clashing.isEmpty()) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.USAGE,
              "--plan and " + String.join(", ", clashing) + " exclude each other.",
              "A saved plan says all that is to be done, and where.",
              "Leave them out, or plan anew without --plan."));
    }
    return file;
  }
}
