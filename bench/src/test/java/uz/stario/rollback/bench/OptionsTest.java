package uz.stario.rollback.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OptionsTest {

  @Test
  void a_number_is_enough() throws BenchFailure {
    assertThat(RolloutOptions.parse(List.of("100")))
        .isEqualTo(new RolloutOptions(100, "stario-bench", 2, false, false));
  }

  @Test
  void options_may_stand_anywhere() throws BenchFailure {
    assertThat(RolloutOptions.parse(List.of("--keep", "5", "--rounds", "3", "mine", "--yes")))
        .isEqualTo(new RolloutOptions(5, "mine", 3, true, true));
  }

  @Test
  void what_is_no_number_no_namespace_or_no_option_is_refused() {
    assertThatThrownBy(() -> RolloutOptions.parse(List.of("many"))).hasMessageContaining("many");
    assertThatThrownBy(() -> RolloutOptions.parse(List.of())).hasMessageContaining("N [NAMESPACE]");
    assertThatThrownBy(() -> RolloutOptions.parse(List.of("5", "A/b"))).hasMessageContaining("A/b");
    assertThatThrownBy(() -> RolloutOptions.parse(List.of("5", "--fast")))
        .hasMessageContaining("--fast");
    assertThatThrownBy(() -> RolloutOptions.parse(List.of("5", "--rounds", "4")))
        .hasMessageContaining("1 to 3");
  }

  @Test
  void the_journal_is_measured_with_what_was_asked_for_and_nothing_else() throws BenchFailure {
    Path usual = Path.of("usual");
    assertThat(JournalOptions.parse(List.of(), usual))
        .isEqualTo(new JournalOptions(10_000, 500, 15, usual));
    assertThat(JournalOptions.parse(List.of("--in", "/mnt", "--runs", "7"), usual))
        .isEqualTo(new JournalOptions(7, 500, 15, Path.of("/mnt")));
    assertThatThrownBy(() -> JournalOptions.parse(List.of("--steps", "0"), usual))
        .hasMessageContaining("--steps");
    assertThatThrownBy(() -> JournalOptions.parse(List.of("--runs"), usual))
        .hasMessageContaining("--runs");
    assertThatThrownBy(() -> JournalOptions.parse(List.of("5"), usual)).hasMessageContaining("5");
  }

  @Test
  void the_ledger_is_measured_with_what_was_asked_for_and_nothing_else() throws BenchFailure {
    Path usual = Path.of("usual");
    assertThat(LedgerOptions.parse(List.of(), usual))
        .isEqualTo(new LedgerOptions(10_000, 15, usual));
    assertThat(LedgerOptions.parse(List.of("--releases", "7", "--in", "/mnt"), usual))
        .isEqualTo(new LedgerOptions(7, 15, Path.of("/mnt")));
    assertThatThrownBy(() -> LedgerOptions.parse(List.of("--pairs", "0"), usual))
        .hasMessageContaining("--pairs");
    assertThatThrownBy(() -> LedgerOptions.parse(List.of("5"), usual)).hasMessageContaining("5");
  }

  @Test
  void waves_are_measured_as_often_as_there_are_versions() throws BenchFailure {
    assertThat(WavesOptions.parse(List.of()))
        .isEqualTo(new WavesOptions(4, "stario-bench-waves", false));
    assertThat(WavesOptions.parse(List.of("--rounds", "6", "-n", "mine", "--yes")))
        .isEqualTo(new WavesOptions(6, "mine", true));
    assertThatThrownBy(() -> WavesOptions.parse(List.of("--rounds", "9")))
        .hasMessageContaining("1 to 8");
    assertThatThrownBy(() -> WavesOptions.parse(List.of("mine"))).hasMessageContaining("mine");
  }

  @Test
  void contexts_named_like_production_are_noticed() {
    JsonNode nothing = Api.JSON.createObjectNode();
    assertThat(List.of("prod", "eu-PROD-1", "arn:aws:eks:x:cluster/prd2", "live"))
        .allMatch(name -> new Connection.Context(name, nothing, nothing).looksLikeProduction());
    assertThat(List.of("kind-kind", "staging", "c", "olive"))
        .noneMatch(name -> new Connection.Context(name, nothing, nothing).looksLikeProduction());
  }
}
