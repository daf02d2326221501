package uz.stario.rollback.app.cli.playbook;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.FoundPlaybook;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.PlaybookText;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.problem.ExitCode;

/** Shows how a service is taken back: what happens in which order, and what one would type. */
final class PlaybookShowCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description(
            "Shows how a service is taken back: what happens in which order, and what you would"
                + " type instead.",
            "",
            "Without a name, lists the services. Asks no cluster.");
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("SERVICE")
            .arity("0..1")
            .type(String.class)
            .description("a service of the playbook")
            .build());
    TargetOptions.addEnvironmentTo(spec);
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    TargetOptions options = TargetOptions.ofEnvironment(arguments);
    FoundPlaybook found = FoundPlaybook.require(options.playbook(), invocation);
    PlaybookText text =
        new PlaybookText(new Paint(invocation.terminal().colour()), invocation.terminal().width());
    String name = arguments.matchedPositionalValue(0, "");
    if (name.isEmpty()) {
      text.services(found.playbook()).forEach(invocation.out()::println);
      return ExitCode.DONE;
    }
    Environment environment = found.environment(options);
    Service service = found.service(name, environment);
    text.service(service, environment, found.checks(environment))
        .forEach(invocation.out()::println);
    return ExitCode.DONE;
  }
}
