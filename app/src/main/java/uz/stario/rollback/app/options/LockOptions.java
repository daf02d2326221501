package uz.stario.rollback.app.options;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * How a run keeps others away from what it changes.
 *
 * @param local on this machine only, and not in the cluster
 * @param takeOver whether to take over what an ended or silent run holds
 * @param patience how long to wait for a run that is alive; zero not to wait
 */
public record LockOptions(boolean local, boolean takeOver, Duration patience) {

  /** Longer than a rollback of all services takes. */
  private static final String USUAL_PATIENCE = "15m";

  private static final String DURATION = "[1-9][0-9]{0,5}[smhd]";

  /** Adds the options to a command that changes something. */
  public static void addTo(CommandSpec spec) {
    addWithoutWaitTo(spec);
    spec.addOption(
        OptionSpec.builder("--wait")
            .arity("0..1")
            .type(String.class)
            .paramLabel("DURATION")
            .fallbackValue(USUAL_PATIENCE)
            .preprocessor((arguments, _, _, info) -> {
              // "--wait api-gateway" names a service, "--wait 5m" a duration.
              boolean attached = !" ".equals(info.get("separator"));
              if (!attached && (arguments.isEmpty() || !arguments.peek().matches(DURATION))) {
                arguments.push(USUAL_PATIENCE);
              }
              return false;
            })
            .description("wait for a run that holds the same (default 15m)")
            .build());
  }

  /** Adds the options to a command that is not to wait for others to end. */
  public static void addWithoutWaitTo(CommandSpec spec) {
    spec.addOption(
        TargetOptions.text(
            "--lock",
            "WHERE",
            "where runs exclude each other: cluster (default), or local: this machine only"));
    spec.addOption(
        TargetOptions.flag("--take-over", "take over what a run holds whose process is gone"));
  }

  public static LockOptions of(ParseResult arguments) throws Refusal {
    String where = TargetOptions.value(arguments, "--lock").orElse("cluster");
    if (!where.equals("cluster") && !where.equals("local")) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.USAGE,
              "--lock takes cluster or local, not \"" + where + "\".",
              "",
              "Leave it out to lock in the cluster."));
    }
    Optional<String> wait = TargetOptions.value(arguments, "--wait");
    return new LockOptions(
        where.equals("local"),
        arguments.hasMatchedOption("--take-over"),
        wait.isPresent() ? RequestOptions.duration("--wait", wait.get()) : Duration.ZERO);
  }
}
