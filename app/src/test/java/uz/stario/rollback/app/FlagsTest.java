package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kill switches live in the pod template: a rollback must not turn them on again. */
class FlagsTest {

  private static final String GATEWAY = "api-gateway";
  private static final String DECLARED = "FEATURE_VIDEO_GEN_ENABLED";
  private static final String UNDECLARED = "FEATURE_POSTER_GEN_ENABLED";

  @TempDir private Path folder;
  private Platform platform;

  @BeforeEach
  void killSwitches() throws Exception {
    platform = Platform.in(folder);
    platform.live(List.of(GATEWAY), "v1.2.3", "v1.2.4");
    platform.flag(GATEWAY, DECLARED, "false");
    platform.flag(GATEWAY, UNDECLARED, "false");
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void a_declared_kill_switch_stays_off_and_an_undeclared_one_is_warned_of() throws Exception {
    Outcome rollback = platform.equipped().stario("rollback", GATEWAY, "--yes");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    assertThat(rollback.out())
        .contains(DECLARED + "=false stays (v1.2.3 had true)", "--carry " + UNDECLARED);
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.3");
    assertThat(platform.flag(GATEWAY, DECLARED)).isEqualTo("false");
    assertThat(platform.flag(GATEWAY, UNDECLARED)).isEqualTo("true");
  }

  @Test
  void carry_keeps_one_more() throws Exception {
    Outcome rollback =
        platform.equipped().stario("rollback", GATEWAY, "--carry", UNDECLARED, "--yes");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    assertThat(platform.flag(GATEWAY, DECLARED)).isEqualTo("false");
    assertThat(platform.flag(GATEWAY, UNDECLARED)).isEqualTo("false");
  }

  @Test
  void exact_brings_flags_back_as_the_revision_had_them_and_warns() throws Exception {
    Outcome rollback = platform.equipped().stario("rollback", GATEWAY, "--exact", "--yes");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    assertThat(rollback.out()).contains("! warning", DECLARED, "(--exact)");
    assertThat(platform.flag(GATEWAY, DECLARED)).isEqualTo("true");
  }

  @Test
  void a_second_rollback_with_carried_flags_still_does_not_flip_back() throws Exception {
    Machine machine = platform.equipped();
    assertThat(machine.stario("rollback", GATEWAY, "--yes").code()).isZero();

    Outcome again = platform.equipped().stario("rollback", GATEWAY, "--yes");

    assertThat(again.code()).as(again.out() + again.err()).isZero();
    assertThat(again.out()).contains("Nothing to change.");
    assertThat(platform.version(GATEWAY)).isEqualTo("v1.2.3");
  }
}
