package uz.stario.rollback.port;

import java.time.Instant;
import uz.stario.rollback.playbook.Check;
import uz.stario.rollback.verify.Checked;

/** Makes checks of every kind. Thread-safe; never throws for what a target may answer. */
@FunctionalInterface
public interface Checks {

  /**
   * Makes one attempt, within the check's limit.
   *
   * <p>A check that needs two looks remembers the first and is unknown until the second.
   *
   * @param check complete, see {@link Check#in}
   * @param since when the rollout that it is about finished: what was before says nothing
   */
  Checked attempt(Check check, Instant since);
}
