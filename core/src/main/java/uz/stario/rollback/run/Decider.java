package uz.stario.rollback.run;

import java.util.List;

/**
 * Says what follows from an event; pure and total. The program's is {@link Decision}; the simulator
 * puts wrong ones in its place, to see that it would notice.
 */
@FunctionalInterface
public interface Decider {

  /**
   * @param run the state after the event
   */
  List<Command> decide(Run run, RunEvent event);
}
