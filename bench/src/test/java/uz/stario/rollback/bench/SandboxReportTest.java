package uz.stario.rollback.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SandboxReportTest {

  private static SandboxReport report(long up, int size, long converged, long megabytes) {
    return new SandboxReport(
        Duration.ofMillis(400),
        Duration.ofMillis(up),
        size,
        Duration.ofMillis(converged),
        OptionalLong.of(megabytes << 20));
  }

  @Test
  void what_is_kept_is_no_shortfall() {
    SandboxReport kept = report(1_500, 300, 20_000, 512);
    assertThat(kept.shortfalls()).isEmpty();
    assertThat(kept.lastLine())
        .isEqualTo("sandbox api=400ms up=1500ms of=300 converged=20000ms resident=512MB");
  }

  @Test
  void each_promise_falls_short_by_itself() {
    assertThat(report(1_501, 300, 1, 1).shortfalls())
        .containsExactly("up: promised in 1500 ms, took 1501 ms");
    assertThat(report(1, 300, 20_001, 1).shortfalls())
        .containsExactly("300 Deployments: promised in 20000 ms, took 20001 ms");
    assertThat(report(1, 300, 1, 513).shortfalls())
        .containsExactly("memory: promised at most 512 MB, held 513 MB");
  }

  @Test
  void of_more_deployments_nothing_is_promised() {
    assertThat(report(1, 301, 60_000, 900).shortfalls()).isEmpty();
    assertThat(report(1, 301, 60_000, 900).table().get(3)).doesNotContain("20000 ms");
  }

  @Test
  void memory_that_nobody_tells_is_unknown() {
    SandboxReport silent =
        new SandboxReport(Duration.ZERO, Duration.ZERO, 300, Duration.ZERO, OptionalLong.empty());
    assertThat(silent.lastLine()).endsWith("resident=unknown");
  }

  @Test
  void the_sandbox_is_measured_with_what_was_asked_for_and_nothing_else() throws BenchFailure {
    assertThat(SandboxOptions.parse(List.of())).isEqualTo(new SandboxOptions(5, 300));
    assertThat(SandboxOptions.parse(List.of("--size", "10", "--rounds", "1")))
        .isEqualTo(new SandboxOptions(1, 10));
    assertThatThrownBy(() -> SandboxOptions.parse(List.of("--rounds")))
        .hasMessageContaining("--rounds");
    assertThatThrownBy(() -> SandboxOptions.parse(List.of("7"))).hasMessageContaining("7");
  }

  @Test
  void the_kubeconfig_is_read_for_the_admin() throws BenchFailure {
    Connection.Context context =
        SandboxProcess.context(
            """
            clusters:
            - name: stario-sandbox
              cluster:
                server: https://127.0.0.1:1
                certificate-authority-data: abc=
            users:
            - name: admin
              user: {token: first}
            - name: viewer
              user: {token: second}
            """);
    assertThat(context.cluster().path("server").asString("")).isEqualTo("https://127.0.0.1:1");
    assertThat(context.cluster().path("certificate-authority-data").asString("")).isEqualTo("abc=");
    assertThat(context.user().path("token").asString("")).isEqualTo("first");
  }
}
