package uz.stario.rollback.app.cli.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.Scopes;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.app.text.Table;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.verify.Verification;

/** Says whether services are well: their pods, and the checks of the playbook. */
public final class VerifyCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description(
            "Says whether services are well: their pods, and the checks of the playbook.",
            "",
            "Without a name, all of the environment. Changes nothing. Exits with 0 when every check"
                + " passed, 1 when one failed, 6 when one could not tell.");
    TargetOptions.addTo(spec, false);
    spec.addOption(TargetOptions.flag("--json", "print one JSON object"));
    spec.addOption(
        TargetOptions.text(
            "--junit", "FILE", "also write the results as JUnit XML, for pipelines"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    TargetOptions named = TargetOptions.of(arguments);
    TargetOptions options = named.names().isEmpty() ? named.withAll() : named;
    Scopes.Observed observed = new Scopes(options, invocation).observe();
    Verification verification;
    try {
      verification =
          new Verifying(
                  observed,
                  invocation.wiring().checks(observed.workloads(), invocation.workingFolder()),
                  named.names().isEmpty())
              .verify();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(
          Problem.unchanged(ErrorCode.INTERRUPTED, "The checks were stopped.", "", "Try again."));
    }
    if (arguments.hasMatchedOption("--json")) {
      invocation.out().println(json(observed.workloads().place(), verification));
    } else {
      told(verification, new Paint(invocation.terminal().colour()))
          .forEach(invocation.out()::println);
    }
    if (arguments.hasMatchedOption("--junit")) {
      write(invocation, arguments.matchedOptionValue("--junit", ""), verification);
    }
    return verification.exit();
  }

  private static List<String> told(Verification verification, Paint paint) {
    Table table = new Table();
    for (Verification.One one : verification.checks()) {
      table.row(
          symbol(one),
          one.service(),
          one.name(),
          one.word() + ": " + one.checked().result().detail());
    }
    List<String> lines = new ArrayList<>();
    List<String> rows = table.lines();
    for (int i = 0; i < rows.size(); i++) {
      Verification.One one = verification.checks().get(i);
      lines.add(painted(rows.get(i), one, paint));
      one.checked().seen().forEach(seen -> lines.add("    " + seen));
    }
    lines.add(
        verification.checks().isEmpty() ? "There is nothing to check." : verification.words());
    return lines;
  }

  private static String symbol(Verification.One one) {
    return switch (one.word()) {
      case "passed" -> "✓";
      case "failed" -> "✗";
      default -> "?";
    };
  }

  private static String painted(String row, Verification.One one, Paint paint) {
    return switch (one.word()) {
      case "passed" -> row;
      case "failed" -> paint.bad(row);
      default -> paint.caution(row);
    };
  }

  private static String json(String place, Verification verification) {
    JsonMapper json = JsonMapper.shared();
    ObjectNode object = json.createObjectNode().put("schemaVersion", 1).put("target", place);
    object.put("passed", verification.passed()).put("failed", verification.failed());
    object.put("unknown", verification.unknown()).put("exitCode", verification.exit().code());
    ArrayNode checks = object.putArray("checks");
    for (Verification.One one : verification.checks()) {
      ObjectNode check = checks.addObject().put("service", one.service()).put("check", one.name());
      check.put("result", one.word()).put("detail", one.checked().result().detail());
      check.put("seconds", one.took().toNanos() / 1e9);
      ArrayNode seen = check.putArray("seen");
      one.checked().seen().forEach(seen::add);
    }
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(object);
  }

  private static void write(Invocation invocation, String file, Verification verification)
      throws Refusal {
    Path path = invocation.workingFolder().resolve(file);
    try {
      Files.writeString(path, JunitXml.of(verification));
    } catch (IOException e) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.USAGE,
              "The results cannot be written to " + file + ".",
              e.getClass().getSimpleName() + ": " + e.getMessage() + ".",
              "Name a file in a folder that you may write to. What was found is printed above."));
    }
  }
}
