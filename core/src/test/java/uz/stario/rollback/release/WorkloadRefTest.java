package uz.stario.rollback.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadRefTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deployment/api",
        "deploy/api",
        "deployments/api",
        "deployment.apps/api",
        "Deployment/api"
      })
  void every_spelling_that_kubectl_takes_or_prints_is_understood(String text) {
    assertThat(WorkloadRef.parse(text)).contains(WorkloadRef.deployment("api"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "/api", "deployment/", "deployment/a/b", "pod/api", ""})
  void anything_else_is_no_workload(String text) {
    assertThat(WorkloadRef.parse(text)).isEmpty();
  }
}
