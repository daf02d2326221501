package uz.stario.rollback.app.options;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.playbook.Playbook;
import uz.stario.rollback.playbook.Service;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Which environment's releases a command is about, by the name that plans know it by.
 *
 * @param services of the playbook; empty without one
 */
public record LedgerPlace(String environment, List<String> services) {
  public LedgerPlace {
    services = List.copyOf(services);
  }

  /** By the playbook where there is one, else as named; needs no cluster. */
  public static LedgerPlace of(TargetOptions options, Invocation invocation) throws Refusal {
    Optional<FoundPlaybook> found = FoundPlaybook.find(options.playbook(), invocation);
    if (found.isPresent()) {
      Playbook playbook = found.get().playbook();
      for (String name : options.names()) {
        if (playbook.service(name).isEmpty()) {
          throw new Refusal(Unknown.service(name, playbook));
        }
      }
      return new LedgerPlace(Environments.choose(playbook, options).name(), names(playbook));
    }
    String named =
        options
            .environment()
            .or(options::namespace)
            .orElseThrow(() ->
                new Refusal(
                    Problem.unchanged(
                        ErrorCode.USAGE,
                        "Nobody has said which environment it is.",
                        "There is no playbook.",
                        "Name it with -e, or the playbook with --playbook.")));
    return new LedgerPlace(named, List.of());
  }

  /** The playbook's services; empty without a playbook. */
  public static Set<String> allServices(TargetOptions options, Invocation invocation)
      throws Refusal {
    Optional<FoundPlaybook> found = FoundPlaybook.find(options.playbook(), invocation);
    return new TreeSet<>(found.map(f -> names(f.playbook())).orElse(List.of()));
  }

  private static List<String> names(Playbook playbook) {
    return playbook.services().stream().map(Service::name).toList();
  }
}
