package uz.stario.rollback.app.cli.release;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import uz.stario.rollback.app.options.TargetOptions;

/** The options that say where releases are. */
final class Places {

  private Places() {}

  static void addTo(CommandSpec spec, boolean cluster) {
    spec.addOption(TargetOptions.text("--playbook", "FILE", "the playbook file"));
    spec.addOption(
        OptionSpec.builder("-e", "--environment")
            .type(String.class)
            .paramLabel("NAME")
            .description("environment, as the playbook names it")
            .build());
    if (cluster) {
      spec.addOption(
          OptionSpec.builder("-n", "--namespace")
              .type(String.class)
              .paramLabel("NAMESPACE")
              .description("Kubernetes namespace")
              .build());
      spec.addOption(TargetOptions.text("--context", "NAME", "kubeconfig context"));
      spec.addOption(TargetOptions.text("--kubeconfig", "FILE", "kubeconfig file"));
    }
  }

  static PositionalParamSpec positional(int index, String label, String description) {
    return PositionalParamSpec.builder()
        .index("" + index)
        .arity("1")
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }

  /**
   * @param services what it is about; all of the environment when there are none
   */
  static TargetOptions of(ParseResult arguments, List<String> services) {
    return new TargetOptions(
        services,
        services.isEmpty(),
        TargetOptions.value(arguments, "--playbook"),
        TargetOptions.value(arguments, "--environment"),
        arguments.commandSpec().findOption("--namespace") == null
            ? Optional.empty()
            : TargetOptions.value(arguments, "--namespace"),
        arguments.commandSpec().findOption("--context") == null
            ? Optional.empty()
            : TargetOptions.value(arguments, "--context"),
        arguments.commandSpec().findOption("--kubeconfig") == null
            ? Optional.empty()
            : TargetOptions.value(arguments, "--kubeconfig"));
  }
}
