package uz.stario.rollback.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator finds nothing in the engine, and finds what is broken on purpose. */
class SimulationTest {

  private static final int SEEDS = 5_000;

  /** Each bug shows within so many seeds, or the simulator is too kind. */
  private static final int UNTIL_CAUGHT = 200;

  @Test
  void whatever_goes_wrong_the_invariants_hold() {
    Long only = Long.getLong("seed");
    Set<String> endings = new HashSet<>();
    for (long seed = only == null ? 1 : only; seed <= (only == null ? SEEDS : only); seed++) {
      endings.add(Seeds.run(seed));
    }
    if (only == null) {
      assertThat(endings)
          .contains("NotStarted", "JournalLost", "COMPLETE", "UNVERIFIED", "PARTWAY", "FAILED")
          .contains("STOPPED", "Asks");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void a_bug_made_on_purpose_is_caught_by_its_invariant(Sabotage sabotage) {
    Set<String> caught = new TreeSet<>();
    for (long seed = 1; seed <= UNTIL_CAUGHT; seed++) {
      caught(seed, sabotage).ifPresent(caught::add);
    }

    assertThat(caught).anyMatch(what -> what.startsWith(sabotage.caughtBy()));
  }

  private static Optional<String> caught(long seed, Sabotage sabotage) {
    try {
      var _ = new Simulator(seed, sabotage).run();
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
