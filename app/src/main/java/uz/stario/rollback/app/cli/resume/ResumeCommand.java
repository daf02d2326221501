package uz.stario.rollback.app.cli.resume;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.cli.rollback.RollbackRun;
import uz.stario.rollback.app.cli.runs.NamedRun;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.LockOptions;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.port.Workloads;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;

/** Goes on with a run whose process is gone, or that asks. */
public final class ResumeCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description("Goes on with a run whose process is gone. It looks before it acts.");
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("RUN")
            .arity("1")
            .type(String.class)
            .description("the run, or the beginning of its name")
            .build());
    spec.addOption(
        OptionSpec.builder("--treat")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel("STEP=done|not-done")
            .description("your answer to what the run asks; needs --reason")
            .build());
    spec.addOption(TargetOptions.text("--reason", "TEXT", "how you know; kept in the journal"));
    spec.addOption(TargetOptions.text("--context", "NAME", "kubeconfig context"));
    spec.addOption(TargetOptions.text("--kubeconfig", "FILE", "kubeconfig file"));
    LockOptions.addTo(spec);
    spec.addOption(TargetOptions.flag("--json", "print one JSON object in the end"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    LockOptions locking = LockOptions.of(arguments);
    NamedRun named = NamedRun.find(arguments.matchedPositionalValue(0, ""), invocation);
    Run run = named.run();
    if (run.ended()) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.RUN_ENDED,
              "Run " + run.id() + " has ended.",
              "There is nothing left to go on with.",
              "`stario show " + run.id() + "` says how it ended."));
    }
    List<String> treated = arguments.matchedOptionValue("--treat", List.of());
    String reason = TargetOptions.value(arguments, "--reason").orElse("");
    List<RunEvent.Treated> answers = new ArrayList<>();
    for (String treat : treated) {
      answers.add(Answers.read(treat, reason, run, invocation));
    }
    if (run.asks() && answers.isEmpty()) {
      throw new Refusal(Answers.missing(run));
    }
    boolean json = arguments.hasMatchedOption("--json");
    Workloads workloads = workloads(arguments, run, invocation);
    return new RollbackRun(invocation, workloads, Optional.empty(), run.plan(), locking, json)
        .resume(run.id(), named.events(), answers);
  }

  /** Where the run was: its plan names the context and the namespace. */
  private static Workloads workloads(ParseResult arguments, Run run, Invocation invocation)
      throws Refusal {
    String target = run.plan().target();
    int slash = target.lastIndexOf('/');
    return Refusal.orThrow(
        invocation
            .wiring()
            .workloads(
                TargetOptions.value(arguments, "--kubeconfig"),
                TargetOptions.value(arguments, "--context")
                    .or(() -> Optional.of(target.substring(0, Math.max(slash, 0)))),
                Optional.of(target.substring(slash + 1))));
  }
}
