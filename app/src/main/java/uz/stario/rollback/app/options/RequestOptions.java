package uz.stario.rollback.app.options;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.plan.Request;
import uz.stario.rollback.plan.Scope;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.RevisionChoice;

/** What {@code plan} and {@code rollback} are asked to do. */
public final class RequestOptions {

  private RequestOptions() {}

  /** Adds the options to a command. */
  public static void addTo(CommandSpec spec) {
    spec.addOption(TargetOptions.text("--to-revision", "N", "go to this revision of the workload"));
    spec.addOption(
        TargetOptions.text("--to-version", "VERSION", "go to this version (image tag or digest)"));
    spec.addOption(
        TargetOptions.text(
            "--to-release",
            "VERSION",
            "go to what ran together when this release of the ledger was put live"));
    spec.addOption(
        TargetOptions.text(
            "--since", "TIME", "only what changed since then: 30m, 2h, or 2026-01-31T10:00:00Z"));
    spec.addOption(TargetOptions.flag("--exact", "bring flags back as the revision had them"));
    spec.addOption(
        OptionSpec.builder("--carry")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .paramLabel("VARIABLE")
            .description("keep this environment variable as it is now; may be given often")
            .build());
    spec.addOption(
        TargetOptions.flag("--resume-paused", "resume a paused workload so that it can go back"));
    spec.addOption(
        TargetOptions.text(
            "--override-verdict", "REASON", "go to a version recorded bad all the same, and why"));
    spec.addOption(
        TargetOptions.flag(
            "--users-first", "what people meet goes back before what it calls, not after"));
    spec.addOption(
        TargetOptions.text(
            "--skip-schema", "REASON", "go to a version that does not know the schema, and why"));
    spec.addOption(
        OptionSpec.builder("--with")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .paramLabel("STEP")
            .description("an optional step of the playbook, by its name; may be given often")
            .build());
    spec.addOption(TargetOptions.text("--reason", "TEXT", "why, for the message and the record"));
    spec.addOption(
        TargetOptions.text("--timeout", "DURATION", "how long one rollout may take (default 10m)"));
  }

  /**
   * The request that the options make of a scope. What is wrong with the options themselves is
   * refused before anybody has looked at a cluster.
   */
  public static Function<Scope, Request> of(
      ParseResult arguments, boolean all, boolean emergency, InstantSource clock) throws Refusal {
    List<String> carry = arguments.matchedOptionValue("--carry", List.<String>of());
    Optional<String> timeout = TargetOptions.value(arguments, "--timeout");
    RevisionChoice choice = choice(arguments);
    Optional<Instant> since = since(arguments, clock);
    Duration limit =
        timeout.isPresent() ? duration("--timeout", timeout.get()) : Request.DEFAULT_ROLLOUT_LIMIT;
    return scope ->
        new Request(
                scope,
                choice,
                since,
                all,
                arguments.hasMatchedOption("--exact"),
                new TreeSet<>(carry),
                arguments.hasMatchedOption("--resume-paused"),
                TargetOptions.value(arguments, "--override-verdict"),
                arguments.hasMatchedOption("--users-first"),
                emergency,
                TargetOptions.value(arguments, "--reason").orElse(""),
                limit)
            .with(with(arguments));
  }

  /** The names of the optional steps that are asked for. */
  public static List<String> with(ParseResult arguments) {
    return arguments.matchedOptionValue("--with", List.<String>of());
  }

  /** What it is about; a release set says it by itself where nothing was named. */
  public static TargetOptions target(ParseResult arguments) {
    TargetOptions target = TargetOptions.of(arguments);
    return toRelease(arguments).isPresent() && target.names().isEmpty() ? target.withAll() : target;
  }

  /** The release to whose set services go, where one is named. */
  public static Optional<String> toRelease(ParseResult arguments) {
    return TargetOptions.value(arguments, "--to-release");
  }

  /** The reason why the schema need not fit, where one is given. */
  public static Optional<String> skipSchema(ParseResult arguments) {
    return TargetOptions.value(arguments, "--skip-schema");
  }

  private static RevisionChoice choice(ParseResult arguments) throws Refusal {
    Optional<String> number = TargetOptions.value(arguments, "--to-revision");
    Optional<String> version = TargetOptions.value(arguments, "--to-version");
    List<String> given =
        Stream.of("--to-revision", "--to-version", "--to-release")
            .filter(arguments::hasMatchedOption)
            .toList();
    if (given.size() > 1) {
      throw usage(
          String.join(" and ", given) + " exclude each other.",
          "Give one of " + (given.size() == 2 ? "the two." : "them."));
    }
    if (version.isPresent()) {
      return new RevisionChoice.Version(version.get());
    }
    if (number.isEmpty()) {
      return new RevisionChoice.Previous();
    }
    try {
      long revision = Long.parseLong(number.get());
      if (revision >= 1) {
        return new RevisionChoice.Number(revision);
      }
    } catch (NumberFormatException e) {
      // told below, in words
    }
    throw usage(
        "--to-revision takes a revision number from 1, not \"" + number.get() + "\".",
        "`stario history` lists the revisions.");
  }

  /** The option {@code --since}: an instant, or so long ago. */
  public static Optional<Instant> since(ParseResult arguments, InstantSource clock) throws Refusal {
    Optional<String> given = TargetOptions.value(arguments, "--since");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String text = given.get();
    if (text.contains("T")) {
      try {
        return Optional.of(Instant.parse(text));
      } catch (java.time.format.DateTimeParseException e) {
        throw usage(
            "--since does not understand \"" + text + "\".",
            "Write it as 2026-01-31T10:00:00Z, or as a duration: 30m.");
      }
    }
    return Optional.of(clock.instant().minus(duration("--since", text)));
  }

  /** Reads {@code 90s}, {@code 15m}, {@code 2h}, {@code 1d}. */
  public static Duration duration(String option, String text) throws Refusal {
    if (text.matches("[1-9][0-9]{0,5}[smhd]")) {
      long number = Long.parseLong(text.substring(0, text.length() - 1));
      return switch (text.charAt(text.length() - 1)) {
        case 's' -> Duration.ofSeconds(number);
        case 'm' -> Duration.ofMinutes(number);
        case 'h' -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }
    throw usage(
        option + " takes a duration, not \"" + text + "\".", "Write it as 90s, 15m, 2h or 1d.");
  }

  private static Refusal usage(String what, String next) {
    return new Refusal(Problem.unchanged(ErrorCode.USAGE, what, "", next));
  }
}
