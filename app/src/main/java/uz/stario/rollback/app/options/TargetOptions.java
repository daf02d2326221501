package uz.stario.rollback.app.options;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * What a command is about.
 *
 * @param names services of the playbook, or workloads as {@code KIND/NAME}
 * @param all every service of the environment
 */
public record TargetOptions(
    List<String> names,
    boolean all,
    Optional<String> playbook,
    Optional<String> environment,
    Optional<String> namespace,
    Optional<String> context,
    Optional<String> kubeconfig) {
  public TargetOptions {
    names = List.copyOf(names);
  }

  /** The same for every service. */
  public TargetOptions withAll() {
    return new TargetOptions(names, true, playbook, environment, namespace, context, kubeconfig);
  }

  /** Adds the options to a command. */
  public static void addTo(CommandSpec spec, boolean withAll) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("SERVICE")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("services of the playbook, or workloads: deployment/NAME")
            .build());
    if (withAll) {
      spec.addOption(flag("--all", "every service of the environment"));
    }
    addEnvironmentTo(spec);
    spec.addOption(text("--kubeconfig", "FILE", "kubeconfig file"));
  }

  /** Adds the options that choose a playbook and an environment of it. */
  public static void addEnvironmentTo(CommandSpec spec) {
    spec.addOption(text("--playbook", "FILE", "the playbook file"));
    spec.addOption(
        OptionSpec.builder("-e", "--environment")
            .type(String.class)
            .paramLabel("NAME")
            .description("environment of the playbook")
            .build());
    spec.addOption(
        OptionSpec.builder("-n", "--namespace")
            .type(String.class)
            .paramLabel("NAMESPACE")
            .description("Kubernetes namespace")
            .build());
    spec.addOption(text("--context", "NAME", "kubeconfig context"));
  }

  /** Of a command that has only those. */
  public static TargetOptions ofEnvironment(ParseResult arguments) {
    return new TargetOptions(
        List.of(),
        false,
        value(arguments, "--playbook"),
        value(arguments, "--environment"),
        value(arguments, "--namespace"),
        value(arguments, "--context"),
        Optional.empty());
  }

  public static TargetOptions of(ParseResult arguments) {
    List<String> names = arguments.matchedPositionalValue(0, List.<String>of());
    return new TargetOptions(
        names,
        arguments.hasMatchedOption("--all"),
        value(arguments, "--playbook"),
        value(arguments, "--environment"),
        value(arguments, "--namespace"),
        value(arguments, "--context"),
        value(arguments, "--kubeconfig"));
  }

  public static OptionSpec text(String name, String label, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** An option that is there or not. */
  public static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).arity("0").type(boolean.class).description(description).build();
  }

  /** What was given for an option, if anything. */
  public static Optional<String> value(ParseResult arguments, String option) {
    return arguments.hasMatchedOption(option)
        ? Optional.of(arguments.matchedOptionValue(option, ""))
        : Optional.empty();
  }
}
