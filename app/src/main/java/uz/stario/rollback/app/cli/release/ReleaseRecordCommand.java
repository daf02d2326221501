package uz.stario.rollback.app.cli.release;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.adapters.json.ReleaseJson;
import uz.stario.rollback.app.command.Command;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.options.LedgerPlace;
import uz.stario.rollback.app.options.Scopes;
import uz.stario.rollback.app.options.TargetOptions;
import uz.stario.rollback.playbook.SchemaNeed;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.port.Ledger;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.ExitCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.release.Release;
import uz.stario.rollback.release.ReleasedService;

/** Records a release; for pipelines, after each deployment. */
final class ReleaseRecordCommand implements Command {

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    spec.usageMessage()
        .description("Records a release. Recording the same one again adds nothing and says so.");
    spec.addPositional(Places.positional(0, "VERSION", "what people call it: v1.2.4"));
    spec.addOption(
        OptionSpec.builder("--service")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .paramLabel("NAME[=IMAGE]")
            .description("a service of the release, with its image; may be given often")
            .build());
    spec.addOption(
        TargetOptions.flag(
            "--observe",
            "take what the cluster runs now: images by digest, and what tells whether its"
                + " configuration changes"));
    spec.addOption(TargetOptions.text("--schema", "REVISION", "the database's schema revision"));
    spec.addOption(TargetOptions.text("--note", "TEXT", "what people should know of it"));
    Places.addTo(spec, true);
    spec.addOption(TargetOptions.flag("--dry-run", "say what would be recorded and stop"));
    spec.addOption(TargetOptions.flag("--json", "print one JSON object"));
    return spec;
  }

  @Override
  public ExitCode run(ParseResult arguments, Invocation invocation) throws Refusal {
    SortedMap<String, SortedSet<String>> images = new TreeMap<>();
    for (String service : arguments.matchedOptionValue("--service", List.<String>of())) {
      String[] parts = service.split("=", 2);
      SortedSet<String> known = images.computeIfAbsent(parts[0], _ -> new TreeSet<>());
      if (parts[0].isBlank() || (parts.length == 2 && parts[1].isBlank())) {
        throw new Refusal(usage("--service \"" + service + "\" lacks its name or its image."));
      }
      if (parts.length == 2) {
        known.add(parts[1]);
      }
    }
    TargetOptions options = Places.of(arguments, List.copyOf(images.keySet()));
    boolean observe = arguments.hasMatchedOption("--observe");
    if (images.isEmpty() && !observe) {
      throw new Refusal(usage("Nobody has said what was released."));
    }
    boolean dry = arguments.hasMatchedOption("--dry-run");
    SortedMap<String, ReleasedService> services = new TreeMap<>();
    String environment;
    if (observe) {
      environment = observed(options, images, services, !dry, invocation);
    } else {
      environment = LedgerPlace.of(options, invocation).environment();
      images.forEach(
          (name, known) -> services.put(name, new ReleasedService(known, new TreeMap<>())));
    }
    Release release = release(arguments, environment, services, invocation);
    boolean json = arguments.hasMatchedOption("--json");
    if (dry) {
      told(release, "Would record", json, true, invocation);
      return ExitCode.DONE;
    }
    Ledger ledger = Refusal.orThrow(invocation.wiring().ledger());
    switch (Refusal.orThrow(ledger.record(release))) {
      case Ledger.Recording.Added _ -> told(release, "Recorded", json, true, invocation);
      case Ledger.Recording.AlreadyThere(Release recorded) ->
          told(recorded, "Already recorded by " + recorded.by() + ":", json, false, invocation);
      case Ledger.Recording.Differs(Release recorded, List<String> differences) ->
          throw new Refusal(
              Problem.unchanged(
                  ErrorCode.RELEASE_DIFFERS,
                  "Cannot record " + release.version() + ": " + recorded.by() + " already has.",
                  "The two differ: " + String.join("; ", differences) + ".",
                  "Give the new release a version of its own; what is recorded never changes."));
    }
    return ExitCode.DONE;
  }

  private static Problem usage(String what) {
    return Problem.unchanged(
        ErrorCode.USAGE,
        what,
        "",
        "Name services with --service NAME=IMAGE, or look at the cluster with --observe.");
  }

  /** Gives the services as they run with what was named, and the environment's name. */
  private static String observed(
      TargetOptions options,
      SortedMap<String, SortedSet<String>> images,
      SortedMap<String, ReleasedService> services,
      boolean withFingerprints,
      Invocation invocation)
      throws Refusal {
    Scopes.Observed observed = new Scopes(options, invocation).observe();
    WhatRuns running = new WhatRuns(observed, withFingerprints, invocation);
    for (Service service : observed.scope().services()) {
      SortedSet<String> named = images.getOrDefault(service.name(), new TreeSet<>());
      services.put(service.name(), running.of(service, named));
    }
    return observed.scope().environment().name();
  }

  private static Release release(
      ParseResult arguments,
      String environment,
      SortedMap<String, ReleasedService> services,
      Invocation invocation)
      throws Refusal {
    if (services.isEmpty()) {
      throw new Refusal(usage("There is nothing to record: no service was found."));
    }
    var redactor = invocation.wiring().redactor();
    return new Release(
        invocation.clock().instant(),
        environment,
        arguments.matchedPositionalValue(0, ""),
        services,
        schema(arguments),
        redactor.text(TargetOptions.value(arguments, "--note").orElse("")),
        invocation.wiring().requester());
  }

  private static String schema(ParseResult arguments) throws Refusal {
    SortedSet<String> revisions =
        SchemaNeed.listed(TargetOptions.value(arguments, "--schema").orElse(""));
    for (String revision : revisions) {
      if (!SchemaNeed.isRevision(revision)) {
        throw new Refusal(
            Problem.unchanged(
                ErrorCode.USAGE,
                "--schema \"" + revision + "\" is no revision of a database.",
                "A rollback to the release is held against it.",
                "Give the revisions alone, separated by commas: `alembic heads` puts (head) after"
                    + " each."));
      }
    }
    return String.join(",", revisions);
  }

  private static void told(
      Release release, String word, boolean json, boolean added, Invocation invocation) {
    if (json) {
      invocation.out().println(ReleaseJson.recorded(release, added));
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        word
            + " "
            + release.version()
            + " in "
            + release.environment()
            + " (release "
            + release.id()
            + ").");
    release
        .services()
        .forEach((name, service) ->
            lines.add(
                "  "
                    + name
                    + (service.images().isEmpty() ? "" : "  " + String.join(", ", service.images()))
                    + (service.fingerprints().isEmpty()
                        ? ""
                        : "; fingerprints of "
                            + String.join(", ", service.fingerprints().keySet()))));
    lines.forEach(invocation.out()::println);
  }
}
