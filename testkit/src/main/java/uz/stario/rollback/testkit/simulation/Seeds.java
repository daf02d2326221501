package uz.stario.rollback.testkit.simulation;

/** Runs seeds so that a failing one says how it is run again. */
public final class Seeds {

  private Seeds() {}

  /**
   * Runs one.
   *
   * @return how it ended, in one word
   * @throws AssertionError with the command to run it again
   */
  public static String run(long seed) {
    try {
      return new Simulator(seed).run();
    } catch (RuntimeException | Error e) {
      throw new AssertionError(
          "seed %d: %s%nAgain: mvn -pl core,testkit test -Dtest=SimulationTest -Dseed=%d -Dsurefire.failIfNoSpecifiedTests=false"
              .formatted(seed, e.getMessage(), seed),
          e);
    }
  }
}
