package uz.stario.rollback.playbook;

import java.util.Optional;
import uz.stario.rollback.release.WorkloadRef;

/**
 * What helps against a known issue of a service: made beside a rollback where somebody asks for it
 * by name, and never otherwise.
 *
 * @param name what people call it: {@code clear the queue}
 * @param why when it helps, for whoever has to choose
 */
public record OptionalStep(String name, String why, Moment moment, Remedy remedy) {

  /** When it is made: before the service's workloads go back, or after. */
  public enum Moment {
    BEFORE,
    AFTER
  }

  /** What it does. */
  public sealed interface Remedy {

    /**
     * Replaces all pods of a workload by new ones of the same template.
     *
     * @param namespace where it is, if not in that of the environment
     */
    record Restart(WorkloadRef workload, Optional<String> namespace) implements Remedy {}

    /**
     * Puts the jobs of a queue aside, where they are kept: in the Redis of the environment.
     *
     * @param key what the queue is in it
     */
    record Quarantine(String key) implements Remedy {}
  }

  /** Whether an environment has what it changes. */
  public boolean isPossibleIn(Environment environment) {
    return switch (remedy) {
      case Remedy.Restart _ -> true;
      case Remedy.Quarantine _ -> environment.redis().isPresent();
    };
  }
}
