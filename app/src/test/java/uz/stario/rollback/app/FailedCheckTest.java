package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By itself because a check is given its half minute. */
class FailedCheckTest {

  @TempDir private Path folder;

  @Test
  void a_check_that_fails_after_the_rollback_is_told_and_exits_with_seven() throws Exception {
    try (Platform platform = Platform.in(folder)) {
      platform.live(List.of("poster-gen"), "v1.2.3", "v1.2.4");
      String playbook =
          platform
              .playbook("")
              .replace(
                  "workloads: [deployment/poster-gen]",
                  """
                  workloads: [deployment/poster-gen]
                      checks:
                        - {name: smoke, http: "GET ${url}/nowhere"}\
                  """);

      Outcome rollback =
          platform.machine().playbook(playbook).stario("rollback", "poster-gen", "--yes");

      assertThat(rollback.code()).as(rollback.out() + rollback.err()).isEqualTo(7);
      assertThat(rollback.out())
          .contains("! rolled back, but not verified", "check-smoke/poster-gen", "answered 503")
          .contains("stario history deployment/poster-gen -n stario  # check-smoke/poster-gen: for")
          .doesNotContain("ROLLBACK COMPLETE\n");
      assertThat(platform.version("poster-gen")).isEqualTo("v1.2.3");
    }
  }
}
