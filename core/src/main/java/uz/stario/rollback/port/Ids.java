package uz.stario.rollback.port;

import uz.stario.rollback.run.RunId;

/** Makes names for runs: unique, and sorted by time where it can be. */
@FunctionalInterface
public interface Ids {

  RunId nextRun();
}
