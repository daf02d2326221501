package uz.stario.rollback.app.options;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.adapters.yaml.PlaybookFiles;
import uz.stario.rollback.adapters.yaml.PlaybookReader;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.playbook.Environment;
import uz.stario.rollback.playbook.Playbook;
import uz.stario.rollback.playbook.ScriptCheck;
import uz.stario.rollback.playbook.Service;

/** The playbook that a command goes by. */
public record FoundPlaybook(Playbook playbook, Path file) {

  /** Finds and loads it, and says on the messages' side which it is; empty where there is none. */
  public static Optional<FoundPlaybook> find(Optional<String> option, Invocation invocation)
      throws Refusal {
    var files =
        new PlaybookFiles(invocation.environment(), invocation.workingFolder(), home(invocation));
    return switch (Refusal.orThrow(files.find(option))) {
      case PlaybookFiles.Search.None _ -> Optional.empty();
      case PlaybookFiles.Search.Found(Path file, PlaybookFiles.Rule rule) -> {
        Playbook playbook = Refusal.orThrow(PlaybookReader.read(file));
        Paint paint = new Paint(invocation.terminal().colour());
        invocation
            .err()
            .println(
                paint.faint("playbook " + shown(file, invocation) + " (" + rule.words() + ")"));
        yield Optional.of(new FoundPlaybook(playbook, file));
      }
    };
  }

  /** The same where there must be one. */
  public static FoundPlaybook require(Optional<String> option, Invocation invocation)
      throws Refusal {
    Optional<FoundPlaybook> found = find(option, invocation);
    if (found.isEmpty()) {
      throw new Refusal(Unknown.noPlaybook());
    }
    return found.get();
  }

  /** The environment that the options mean. */
  public Environment environment(TargetOptions options) throws Refusal {
    return Environments.choose(playbook, options);
  }

  /** A service with its checks as they are made in an environment. */
  public Service service(String name, Environment environment) throws Refusal {
    Optional<Service> service = playbook.service(name);
    if (service.isEmpty()) {
      throw new Refusal(Unknown.service(name, playbook));
    }
    return complete(service.get(), environment);
  }

  /** The checks of the platform as a whole, as they are made in an environment. */
  public List<Check> checks(Environment environment) {
    return complete(playbook.checks(), environment);
  }

  Service complete(Service service, Environment environment) {
    return service.checkedBy(complete(service.checks(), environment));
  }

  /** With what they take from the environment, and the names of programs from the file's folder. */
  private List<Check> complete(List<Check> checks, Environment environment) {
    return checks.stream().map(check -> located(check.in(environment))).toList();
  }

  /**
   * A check whose program, where it is named by a path, is the one beside this file, wherever the
   * command is typed.
   */
  public Check located(Check check) {
    if (!(check instanceof ScriptCheck script) || !script.command().getFirst().contains("/")) {
      return check;
    }
    List<String> command = new ArrayList<>(script.command());
    command.set(0, file.resolveSibling(command.getFirst()).normalize().toString());
    return new ScriptCheck(script.name(), command, script.environment(), script.limit());
  }

  /** Relative where it is below the working folder, as people would type it. */
  private static Path shown(Path file, Invocation invocation) {
    Path folder = invocation.workingFolder();
    return file.startsWith(folder) ? folder.relativize(file) : file;
  }

  private static Optional<Path> home(Invocation invocation) {
    return Optional.ofNullable(invocation.environment().get("HOME"))
        .filter(home -> !home.isEmpty())
        .map(Path::of);
  }
}
