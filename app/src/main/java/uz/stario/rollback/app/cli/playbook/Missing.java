package uz.stario.rollback.app.cli.playbook;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import uz.stario.rollback.app.options.FoundPlaybook;
import uz.stario.rollback.playbook.Channel;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.HttpCheck;
import uz.stario.rollback.playbook.MetricsSource;
import uz.stario.rollback.playbook.Playbook;
import uz.stario.rollback.playbook.ScriptCheck;
import uz.stario.rollback.playbook.SecretSource;

/** What a playbook names that this machine does not have. */
final class Missing {

  private final Map<String, String> variables;
  private final FoundPlaybook found;
  private final Set<String> lines = new LinkedHashSet<>();

  /**
   * @param variables of this process
   */
  Missing(Map<String, String> variables, FoundPlaybook found) {
    this.variables = variables;
    this.found = found;
  }

  /** A sentence each, in the order of the file. */
  List<String> lines() {
    Playbook playbook = found.playbook();
    for (Environment environment : playbook.environments()) {
      String of = " of environment " + environment.name();
      environment.channel().ifPresent(channel -> channel(channel, of));
      environment
          .prometheus()
          .flatMap(MetricsSource::token)
          .ifPresent(token -> secret(token, "the token of the Prometheus" + of));
      environment.redis().ifPresent(redis -> secret(redis, "the address of the Redis" + of));
      environment
          .databases()
          .forEach(database ->
              secret(database.url(), "the address of the database " + database.name() + of));
    }
    Stream.concat(
            playbook.services().stream().flatMap(service -> service.checks().stream()),
            playbook.checks().stream())
        .forEach(this::check);
    return List.copyOf(lines);
  }

  private void channel(Channel channel, String of) {
    switch (channel.route()) {
      case Channel.Route.Webhook(SecretSource source) ->
          secret(source, "the webhook of " + channel.name() + of);
      case Channel.Route.Bot bot -> secret(bot.token(), "the token for " + channel.name() + of);
    }
  }

  private void check(Check check) {
    if (check instanceof HttpCheck http) {
      http.token().ifPresent(token -> secret(token, "the token of the check " + check.name()));
    } else if (found.located(check) instanceof ScriptCheck script) {
      program(script.command().getFirst(), check.name());
    }
  }

  private void secret(SecretSource source, String what) {
    switch (source) {
      case SecretSource.FromEnvironment(String variable) -> {
        if (variables.getOrDefault(variable, "").isBlank()) {
          lines.add("the variable " + variable + ", with " + what);
        }
      }
      case SecretSource.FromFile(String file) -> {
        if (!readable(file)) {
          lines.add("the file " + file + ", with " + what);
        }
      }
    }
  }

  private void program(String program, String check) {
    boolean there =
        program.contains("/")
            ? executable(Path.of(program))
            : Stream.of(variables.getOrDefault("PATH", "").split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> executable(Path.of(folder, program)));
    if (!there) {
      lines.add("the program " + program + " of the check " + check);
    }
  }

  private static boolean readable(String file) {
    try {
      return Files.isReadable(Path.of(file));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean executable(Path program) {
    return Files.isRegularFile(program) && Files.isExecutable(program);
  }
}
