package uz.stario.rollback.app.cli.release;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.LedgerPlace;
import uz.stario.rollback.app.options.Releases;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.port.Ledger;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Nearest;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Health;
import uz.stario.rollback.release.Judgement;
import uz.stario.rollback.release.LedgerEntry;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.Verdict;

/** Says what was learned of a release; the next plan goes by it. */
final class ReleaseMarkCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description(
            "Says what was learned of a release: no rollback goes to a bad or vulnerable one.");
    spec.addPositional(Places.positional(0, "VERSION", "the release's version, or its id"));
    spec.addPositional(Places.positional(1, "VERDICT", "healthy, bad, vulnerable or unknown"));
    spec.addOption(TargetOptions.text("--reason", "TEXT", "why; kept with your name"));
    spec.addOption(TargetOptions.text("--service", "NAME", "only the release of this service"));
    Places.addTo(spec, true);
    spec.addOption(
        TargetOptions.flag(
            "--no-cluster", "only in the ledger, and not on the revisions in the cluster too"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    String version = arguments.matchedPositionalValue(0, "");
    Health health = health(arguments.matchedPositionalValue(1, ""));
    Optional<String> reason =
        TargetOptions.value(arguments, "--reason").filter(text -> !text.isBlank());
    if (reason.isEmpty() && health != Health.UNKNOWN) {
      throw new Refusal(
          Problem.unchanged(
              ErrorCode.USAGE,
              "Nobody has said why " + version + " is " + health.word() + ".",
              "Who meets the verdict at night will ask.",
              "Say it with --reason TEXT."));
    }
    Optional<String> service = TargetOptions.value(arguments, "--service");
    TargetOptions options = Places.of(arguments, service.stream().toList());
    LedgerPlace place = LedgerPlace.of(options, invocation);
    String environment = place.environment();
    Ledger ledger = Refusal.orThrow(invocation.wiring().ledger());
    List<LedgerEntry> found = new Releases(ledger, environment).named(version, service);
    String why = invocation.wiring().redactor().text(reason.orElse(""));
    String judge = invocation.wiring().requester();
    Instant now = invocation.clock().instant();
    for (LedgerEntry entry : found) {
      Optional<Problem> problem =
          ledger.judge(new Judgement(entry.release().id(), health, why, judge, now));
      if (problem.isPresent()) {
        throw new Refusal(problem.get());
      }
      invocation
          .out()
          .println(
              entry.release().version()
                  + " of "
                  + String.join(", ", entry.release().services().keySet())
                  + " in "
                  + environment
                  + ": "
                  + health.word()
                  + ", was "
                  + entry.health().word()
                  + ".");
    }
    // In the cluster too "unknown" takes the place of nothing.
    if (health != Health.UNKNOWN && !arguments.hasMatchedOption("--no-cluster")) {
      Verdict verdict =
          new Verdict(health, "", now, why.isEmpty() ? judge : judge + " (" + why + ")");
      List<Release> releases = found.stream().map(LedgerEntry::release).toList();
      new ClusterMarks(options, place, invocation).put(releases, verdict);
    }
    return ExitCode.DONE;
  }

  private static Health health(String word) throws Refusal {
    List<String> words = Stream.of(Health.values()).map(Health::word).toList();
    return Health.of(word)
        .orElseThrow(() ->
            new Refusal(
                Problem.unchanged(
                    ErrorCode.USAGE,
                    "\"" + word + "\" is no verdict.",
                    Nearest.nearest(word, words).map(n -> "Did you mean " + n + "?").orElse(""),
                    "Say one of: " + String.join(", ", words) + ".")));
  }
}
