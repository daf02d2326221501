package uz.stario.rollback.app.cli.runs;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.app.text.Outcomes;
import uz.stario.rollback.app.text.Table;
import uz.stario.rollback.app.text.Times;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Problem;

/** Lists the newest runs. */
public final class RunsCommand implements Command {

  private static final int DEFAULT_LIMIT = 20;

  private final Command verify;

  /**
   * @param verify what {@code stario runs verify} does
   */
  public RunsCommand(Command verify) {
    this.verify = verify;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage().description("Lists the newest runs, the newest first.");
    spec.addOption(
        OptionSpec.builder("--limit")
            .type(int.class)
            .paramLabel("N")
            .defaultValue("" + DEFAULT_LIMIT)
            .description("how many (default " + DEFAULT_LIMIT + ")")
            .build());
    spec.addOption(TargetOptions.flag("--json", "print one JSON object"));
    spec.addSubcommand("verify", verify.spec());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    int limit = arguments.matchedOptionValue("--limit", DEFAULT_LIMIT);
    if (limit < 1) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.USAGE,
              "--limit takes a number from 1, not " + limit + ".",
              "",
              "Leave it out for the newest " + DEFAULT_LIMIT + "."));
    }
    Journal journal = Refusal.orThrow(invocation.wiring().journal());
    List<Journal.Summary> runs = Refusal.orThrow(journal.runs(limit));
    if (arguments.hasMatchedOption("--json")) {
      invocation.out().println(json(runs, journal, invocation));
      return ExitCode.DONE;
    }
    if (runs.isEmpty()) {
      invocation.out().println("No runs yet.");
      return ExitCode.DONE;
    }
    Table table = new Table().row("RUN", "STARTED", "TOOK", "RESULT", "ENVIRONMENT", "SERVICES");
    for (Journal.Summary run : runs) {
      table.row(
          run.run().value(),
          Times.date(run.startedAt()),
          run.endedAt().map(e -> Times.took(Duration.between(run.startedAt(), e))).orElse(""),
          word(run, journal, invocation),
          run.environment(),
          String.join(", ", run.services()));
    }
    table.lines().forEach(invocation.out()::println);
    return ExitCode.DONE;
  }

  private static String word(Journal.Summary run, Journal journal, Invocation invocation) {
    return run.result()
        .map(Outcomes::word)
        .orElseGet(() -> LeftRuns.standing(run, journal, invocation).word());
  }

  private static String json(List<Journal.Summary> runs, Journal journal, Invocation invocation) {
    JsonMapper json = JsonMapper.shared();
    ObjectNode object = json.createObjectNode();
    object.put("schemaVersion", 1);
    ArrayNode array = object.putArray("runs");
    for (Journal.Summary run : runs) {
      ObjectNode node = array.addObject();
      node.put("run", run.run().value());
      node.put("startedAt", run.startedAt().toString());
      run.endedAt().ifPresent(at -> node.put("endedAt", at.toString()));
      node.put("result", word(run, journal, invocation));
      node.put("environment", run.environment());
      node.put("requester", run.requester());
      ArrayNode services = node.putArray("services");
      run.services().forEach(services::add);
    }
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(object);
  }
}
