package uz.stario.rollback.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The program as a process of its own, killed at random moments, on a sandbox. */
class KillTest {

  private static final int KILLS = 15;

  @Test
  void whenever_it_is_killed_what_it_left_is_taken_up_and_done_once() throws BenchFailure {
    List<String> program =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "uz.stario.rollback.app.Main");
    try (Cleanup cleanup = Cleanup.whateverHappens()) {
      KillRounds.Tally tally =
          KillBench.kill(cleanup, KillBench.sandbox(cleanup), program, KILLS, 1);

      assertThat(tally.kills()).isEqualTo(KILLS);
      assertThat(tally.during()).isPositive();
    }
  }
}
