package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.release.WorkloadRef;

/**
 * A command in a running pod, such as {@code ls /models/sdxl}, that must end with 0.
 *
 * @param container the first one where empty
 * @param command a program and its arguments; no shell
 * @param contains text that its output must hold, if any
 */
public record ExecCheck(
    String name,
    WorkloadRef workload,
    Optional<String> container,
    List<String> command,
    Optional<String> contains,
    Duration limit)
    implements Check {
  public ExecCheck {
    command = List.copyOf(command);
  }

  @Override
  public ExecCheck in(Environment environment) {
    return this;
  }
}
