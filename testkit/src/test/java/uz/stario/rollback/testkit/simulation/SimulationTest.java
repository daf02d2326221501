package uz.stario.rollback.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator finds nothing in the engine, and finds what is broken on purpose. */
class SimulationTest {

  private static final int SEEDS = 5_000;

  /** Each bug shows so often within so many seeds, or the simulator is too kind. */
  private static final int UNTIL_CAUGHT = 1_000;

  private static final int OFTEN = 5;

  @Test
  void whatever_goes_wrong_the_invariants_hold() {
    Long only = Long.getLong("seed");
    Set<String> seen = new ConcurrentSkipListSet<>();
    LongStream seeds = only == null ? LongStream.rangeClosed(1, SEEDS) : LongStream.of(only);
    seeds.parallel().forEach(seed -> seen.addAll(Seeds.run(seed)));
    if (only == null) {
      assertThat(seen)
          .contains("COMPLETE", "UNVERIFIED", "PARTWAY", "FAILED", "STOPPED", "ALREADY_SO")
          .contains("Asks", "Died", "JournalLost", "NotPlanned", "NotStarted", "Over")
          .contains("AskedToStop", "HeldBy", "LockLost", "NoLock", "TakenOver");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void a_bug_made_on_purpose_is_caught_by_its_invariant_and_no_other(Sabotage sabotage) {
    List<String> caught = new ArrayList<>();
    for (long seed = 1; seed <= UNTIL_CAUGHT && caught.size() < OFTEN; seed++) {
      caught(seed, sabotage).ifPresent(caught::add);
    }

    assertThat(caught).hasSize(OFTEN).containsOnly(sabotage.caughtBy());
  }

  /** The name of what was violated first. */
  private static Optional<String> caught(long seed, Sabotage sabotage) {
    try {
      var _ = new Simulator(seed, sabotage).run();
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.of(String.valueOf(e.getMessage()).split(":", 2)[0]);
    }
  }
}
