package uz.stario.rollback.app.cli.audit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.adapters.json.AuditJson;
import uz.stario.rollback.app.cli.runs.NamedRun;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.RequestOptions;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.redact.Redactor;
import uz.stario.rollback.run.RunId;

/** Writes every event of runs as a line of JSON, with its checksums. */
final class AuditExportCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description(
            "Writes the record of runs as JSON Lines: each event with who, when, why and the"
                + " checksum of the one before. Keep it where those who can change the journal"
                + " can't.");
    spec.addOption(
        TargetOptions.text("--run", "RUN", "only this run, or the one whose name begins so"));
    spec.addOption(
        TargetOptions.text(
            "--since",
            "TIME",
            "only runs with an event since then: 30m, 2h, 7d, or 2026-01-31T10:00:00Z"));
    spec.addOption(
        OptionSpec.builder("-o", "--output")
            .type(String.class)
            .paramLabel("FILE")
            .description("a new file, in place of standard output")
            .build());
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    Journal journal = Refusal.orThrow(invocation.wiring().journal());
    Optional<Instant> since = RequestOptions.since(arguments, invocation.clock());
    Optional<String> name = TargetOptions.value(arguments, "--run");
    List<RunId> runs =
        name.isPresent()
            ? List.of(NamedRun.id(journal, name.get()))
            : Refusal.orThrow(journal.all());
    Optional<String> file = TargetOptions.value(arguments, "--output");
    if (file.isEmpty()) {
      write(journal, runs, since, invocation.out(), invocation);
      if (invocation.out().checkError()) {
        throw unwritten("standard output", "Somebody closed it, or its disk is full.");
      }
      return ExitCode.DONE;
    }
    AuditJson.End end = toFile(journal, runs, since, file.get(), invocation);
    invocation
        .err()
        .println(
            Findings.count(end.runs(), "run")
                + ", "
                + Findings.count(end.events(), "event")
                + " in "
                + file.get()
                + ", checksum "
                + end.hash());
    return ExitCode.DONE;
  }

  private static AuditJson.End toFile(
      Journal journal,
      List<RunId> runs,
      Optional<Instant> since,
      String name,
      Invocation invocation)
      throws Refusal {
    try {
      Path file = invocation.workingFolder().resolve(name);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      boolean whole = false;
      try (PrintStream out =
          new PrintStream(
              new BufferedOutputStream(Files.newOutputStream(file)),
              false,
              StandardCharsets.UTF_8)) {
        AuditJson.End end = write(journal, runs, since, out, invocation);
        whole = !out.checkError();
        if (!whole) {
          throw unwritten(name, "The disk may be full.");
        }
        return end;
      } finally {
        if (!whole) {
          Files.deleteIfExists(file);
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw unwritten(name, "It exists, and a record is not written over.");
    } catch (NoSuchFileException e) {
      throw unwritten(name, "There is no such folder.");
    } catch (InvalidPathException | IOException e) {
      throw unwritten(name, e.getClass().getSimpleName() + ": " + e.getMessage() + ".");
    }
  }

  private static AuditJson.End write(
      Journal journal,
      List<RunId> runs,
      Optional<Instant> since,
      PrintStream out,
      Invocation invocation)
      throws Refusal {
    Redactor redactor = invocation.wiring().redactor();
    long hidden = 0;
    AuditJson json = new AuditJson();
    MessageDigest sum = ExportSum.start();
    long exported = 0;
    long events = 0;
    for (RunId run : runs) {
      List<Entry> entries = Refusal.orThrow(journal.entries(run));
      // Whole runs: a chain that begins in the middle would prove less.
      if (entries.isEmpty() || (since.isPresent() && !reaches(entries, since.get()))) {
        continue;
      }
      exported++;
      for (Entry entry : entries) {
        events++;
        ExportSum.add(sum, entry);
        String line = json.write(entry);
        String shown = redactor.text(line);
        hidden += shown.equals(line) ? 0 : 1;
        out.print(shown + "\n");
      }
    }
    var end = AuditJson.End.of(exported, events, sum.digest());
    out.print(AuditJson.end(end) + "\n");
    if (hidden > 0) {
      // Written by a version that hid less, or before the secret was known to be one.
      invocation
          .err()
          .println(
              Findings.count(hidden, "event")
                  + " had a secret in it, which is hidden in the export: `stario audit verify` will"
                  + " say that the checksum does not fit. Replace that secret.");
    }
    return end;
  }

  /** Texts of instants sort as the instants do; an edited one that is none only sorts oddly. */
  private static boolean reaches(List<Entry> entries, Instant since) {
    return entries.stream().anyMatch(entry -> entry.at().compareTo(since.toString()) >= 0);
  }

  private static Refusal unwritten(String where, String why) {
    return new Refusal(
        Problem.unchanged(
            ErrorCode.USAGE,
            "Cannot write the export to " + where + ".",
            why,
            "Name another file with -o."));
  }
}
