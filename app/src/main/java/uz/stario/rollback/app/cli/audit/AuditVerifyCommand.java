package uz.stario.rollback.app.cli.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Problem;

/** Checks an export by itself, and against the journal where that has the same runs. */
final class AuditVerifyCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description(
            "Says whether an export is what was written, and whether the journal here still holds"
                + " what the export does.");
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("FILE")
            .arity("1")
            .type(String.class)
            .description("what `stario audit export` wrote")
            .build());
    spec.addOption(TargetOptions.flag("--json", "print one JSON object"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    String file = arguments.matchedPositionalValue(0, "");
    Findings findings = new Findings();
    ExportCheck check = new ExportCheck(findings);
    try (BufferedReader lines = Files.newBufferedReader(invocation.workingFolder().resolve(file))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        check.line(line);
      }
    } catch (CharacterCodingException e) {
      throw unreadable(file, "It is no text.");
    } catch (NoSuchFileException e) {
      throw unreadable(file, "There is no such file.");
    } catch (InvalidPathException | IOException e) {
      throw unreadable(file, e.getClass().getSimpleName() + ": " + e.getMessage() + ".");
    }
    check.end();
    boolean sound = findings.sound();
    Journal journal = Refusal.orThrow(invocation.wiring().journal());
    long compared = check.compareWith(journal);
    if (compared == 0) {
      invocation.err().println("None of its runs is in the journal here: only checked by itself.");
    }
    return findings.tell(
        sound ? "The journal" : "The export " + file,
        sound
            ? "Keep both: the export tells what stood in the journal."
            : "Keep it, and look for another copy.",
        arguments.hasMatchedOption("--json"),
        invocation);
  }

  private static Refusal unreadable(String file, String why) {
    return new Refusal(
        Problem.unchanged(
            ErrorCode.USAGE,
            "Cannot read the export " + file + ".",
            why,
            "Name a file that `stario audit export -o FILE` wrote."));
  }
}
