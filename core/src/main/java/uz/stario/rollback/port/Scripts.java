package uz.stario.rollback.port;

import uz.stario.rollback.playbook.ScriptCheck;
import uz.stario.rollback.verify.CommandOutcome;

/**
 * Runs programs of this machine that tell whether a service is well. Thread-safe; never throws for
 * what a program may do.
 */
@FunctionalInterface
public interface Scripts {

  /**
   * Starts the program and waits for its end, at most as long as the check allows; then it is
   * stopped, with what it has started itself.
   *
   * @return with the end of what it wrote, without secrets
   */
  CommandOutcome run(ScriptCheck check);
}
