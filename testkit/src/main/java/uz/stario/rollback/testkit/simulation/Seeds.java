package uz.stario.rollback.testkit.simulation;

import java.util.Set;

/** Runs seeds so that a failing one says how it is run again. */
public final class Seeds {

  private Seeds() {}

  /**
   * Runs one.
   *
   * @return what there was to see, in one word each
   * @throws AssertionError with the command to run it again
   */
  public static Set<String> run(long seed) {
    try {
      return new Simulator(seed).run();
    } catch (RuntimeException | Error e) {
      throw new AssertionError(
          "seed %d: %s%nAgain: mvn -pl core,testkit test -Dtest=SimulationTest -Dseed=%d -Dsurefire.failIfNoSpecifiedTests=false"
              .formatted(seed, e instanceof AssertionError ? e.getMessage() : e, seed),
          e);
    }
  }
}
