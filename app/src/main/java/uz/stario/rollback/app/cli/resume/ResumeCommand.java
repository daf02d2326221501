package uz.stario.rollback.app.cli.resume;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.cli.rollback.Approving;
import uz.stario.rollback.app.cli.rollback.RollbackRun;
import uz.stario.rollback.app.cli.rollback.Telling;
import uz.stario.rollback.app.cli.runs.NamedRun;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.LockOptions;
import uz.stario.rollback.app.options.RunPlace;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;

/** Goes on with a run whose process is gone, or that asks. */
public final class ResumeCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description("Goes on with a run whose process is gone. It looks before it acts.");
    spec.addPositional(NamedRun.parameter());
    spec.addOption(
        OptionSpec.builder("--treat")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel("STEP=done|not-done")
            .description("your answer to what the run asks; needs --reason")
            .build());
    spec.addOption(TargetOptions.text("--reason", "TEXT", "how you know; kept in the journal"));
    RunPlace.addTo(spec);
    LockOptions.addTo(spec);
    Telling.addTo(spec);
    spec.addOption(TargetOptions.flag("--json", "print one JSON object in the end"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    LockOptions locking = LockOptions.of(arguments);
    NamedRun named = NamedRun.of(arguments, invocation);
    Run run = named.run();
    named.requireUnended("There is nothing left to go on with.");
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
    RunPlace place = RunPlace.ofBegun(run.plan(), arguments, invocation);
    return new RollbackRun(
            invocation,
            place.workloads(),
            Telling.of(place.channel(), arguments),
            run.plan(),
            Approving.NOBODY,
            locking,
            json)
        .resume(run, answers);
  }
}
