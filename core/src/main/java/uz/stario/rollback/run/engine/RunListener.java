package uz.stario.rollback.run.engine;

import uz.stario.rollback.run.Run;
import uz.stario.rollback.run.RunEvent;

/** Is told of every event once it is in the journal; must be quick and must not throw. */
@FunctionalInterface
public interface RunListener {

  /**
   * @param run the state after the event
   */
  void happened(Run run, RunEvent event);
}
