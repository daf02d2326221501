package uz.stario.rollback.port;

import uz.stario.rollback.playbook.ExecCheck;
import uz.stario.rollback.verify.CommandOutcome;

/** Runs commands in pods. Thread-safe; never throws for what a target may answer. */
@FunctionalInterface
public interface PodCommands {

  /**
   * Runs the check's command in one ready pod of the workload's present revision, and waits for its
   * end at most as long as the check allows.
   *
   * @return with the end of what it wrote, without secrets
   */
  CommandOutcome run(ExecCheck check);
}
