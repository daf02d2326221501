package uz.stario.rollback.app.cli.release;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.adapters.json.ReleaseJson;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.LedgerPlace;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.app.text.Table;
import uz.stario.rollback.app.text.Times;
import uz.stario.rollback.port.Ledger;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.LedgerEntry;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.VersionTable;

/** Lists the newest releases, as a table, as the playbook's own, or as JSON. */
final class ReleaseListCommand implements Command {

  private static final int DEFAULT_LIMIT = 20;

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage().description("Lists the newest releases, the newest first.");
    spec.addOption(
        OptionSpec.builder("--limit")
            .type(int.class)
            .paramLabel("N")
            .defaultValue("" + DEFAULT_LIMIT)
            .description("how many (default " + DEFAULT_LIMIT + ")")
            .build());
    spec.addOption(TargetOptions.text("--service", "NAME", "only releases of this service"));
    Places.addTo(spec, false);
    spec.addOption(TargetOptions.flag("--markdown", "the playbook's version table"));
    spec.addOption(TargetOptions.flag("--json", "print one JSON object"));
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
    Ledger.Query query = Ledger.Query.newest(limit);
    Optional<String> environment = TargetOptions.value(arguments, "--environment");
    Optional<String> service = TargetOptions.value(arguments, "--service");
    if (environment.isPresent()) {
      query = query.in(environment.get());
    }
    if (service.isPresent()) {
      query = query.of(service.get());
    }
    Ledger ledger = Refusal.orThrow(invocation.wiring().ledger());
    List<LedgerEntry> entries = Refusal.orThrow(ledger.list(query));
    if (arguments.hasMatchedOption("--json")) {
      invocation.out().println(ReleaseJson.list(entries));
    } else if (arguments.hasMatchedOption("--markdown")) {
      List<Release> releases = entries.stream().map(LedgerEntry::release).toList();
      VersionTable.markdown(
              releases, LedgerPlace.allServices(Places.of(arguments, List.of()), invocation))
          .forEach(invocation.out()::println);
    } else if (entries.isEmpty()) {
      invocation.out().println("No releases recorded.");
    } else {
      table(entries).forEach(invocation.out()::println);
    }
    return ExitCode.DONE;
  }

  private static List<String> table(List<LedgerEntry> entries) {
    Table table =
        new Table().row("RELEASED", "VERSION", "VERDICT", "ENVIRONMENT", "SERVICES", "NOTES");
    for (LedgerEntry entry : entries) {
      Release release = entry.release();
      table.row(
          Times.date(release.at()),
          release.version(),
          entry.health().word(),
          release.environment(),
          String.join(", ", release.services().keySet()),
          release.notes().replaceAll("\\s+", " "));
    }
    return table.lines();
  }
}
