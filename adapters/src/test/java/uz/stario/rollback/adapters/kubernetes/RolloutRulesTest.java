package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.run.Observation;

class RolloutRulesTest {

  private static final String TEMPLATE = "{\"spec\":{\"containers\":[{\"image\":\"v1\"}]}}";
  private static final Mark MARK =
      new Mark("u-1", 7, Fingerprints.of(Objects.json(TEMPLATE)), "", "t0/t0");

  @Test
  void it_is_complete_when_every_replica_is_updated_and_available_and_no_other_is_left() {
    assertThat(look(7, 7, "\"replicas\":4,\"updatedReplicas\":4,\"availableReplicas\":4"))
        .isEqualTo(new Observation.Complete("4 of 4 updated replicas are available"));
  }

  @Test
  void it_is_complete_at_zero_replicas() {
    JsonNode none = deployment(7, TEMPLATE, "\"replicas\":0", "\"observedGeneration\":7");

    assertThat(RolloutRules.look(none, MARK)).isInstanceOf(Observation.Complete.class);
  }

  @Test
  void until_the_controller_has_seen_the_change_its_counts_mean_nothing() {
    assertThat(look(7, 6, "\"replicas\":4,\"updatedReplicas\":4,\"availableReplicas\":4"))
        .isEqualTo(new Observation.Progress("the controller has yet to take up the change"));
    assertThat(look(6, 6, "\"replicas\":4,\"updatedReplicas\":4,\"availableReplicas\":4"))
        .isEqualTo(new Observation.Progress("waiting for the change to be seen"));
  }

  @Test
  void progress_is_told_in_the_order_of_a_rollout() {
    assertThat(look(7, 7, "\"replicas\":5,\"updatedReplicas\":1,\"availableReplicas\":4"))
        .isEqualTo(new Observation.Progress("1 of 4 new replicas are updated"));
    assertThat(look(7, 7, "\"replicas\":5,\"updatedReplicas\":4,\"availableReplicas\":4"))
        .isEqualTo(new Observation.Progress("1 old replica is going"));
    assertThat(look(7, 7, "\"replicas\":4,\"updatedReplicas\":4,\"availableReplicas\":2"))
        .isEqualTo(new Observation.Progress("2 of 4 updated replicas are available"));
  }

  @Test
  void a_deadline_exceeded_before_the_change_is_not_held_against_it() {
    assertThat(look(7, 7, exceeded("t0") + ",\"replicas\":4,\"updatedReplicas\":4"))
        .isInstanceOf(Observation.Progress.class);
    assertThat(look(7, 6, exceeded("t1"))).isInstanceOf(Observation.Progress.class);
  }

  @Test
  void a_deadline_exceeded_since_is_the_end() {
    assertThat(look(7, 7, exceeded("t1") + ",\"replicas\":4,\"updatedReplicas\":4"))
        .isEqualTo(new Observation.Lost("it exceeded its progress deadline"));
  }

  @Test
  void a_refused_quota_is_trouble_in_the_words_of_the_server() {
    String failure =
        "\"conditions\":[{\"type\":\"ReplicaFailure\",\"status\":\"True\","
            + "\"reason\":\"FailedCreate\",\"message\":\"exceeded quota: q\"}]";

    assertThat(look(7, 7, failure))
        .isEqualTo(new Observation.Trouble("pods can't be made: FailedCreate: exceeded quota: q"));
  }

  @Test
  void a_deployment_of_another_identity_is_lost() {
    Mark other = new Mark("u-0", 7, MARK.template(), "", "");

    assertThat(RolloutRules.look(deployment(7, TEMPLATE, "\"replicas\":1", ""), other))
        .isInstanceOf(Observation.Lost.class);
  }

  @Test
  void a_template_changed_again_is_lost_and_says_by_whom() {
    JsonNode changed = deployment(8, "{\"spec\":{\"x\":1}}", "\"replicas\":1", "");

    assertThat(RolloutRules.look(changed, MARK))
        .isEqualTo(
            new Observation.Lost(
                "the template was changed again by kubectl-set at 2026-01-02T03:04:05Z"));
  }

  @Test
  void a_scale_since_is_waited_for_with_its_own_count() {
    assertThat(look(8, 8, "\"replicas\":4,\"updatedReplicas\":4,\"availableReplicas\":4"))
        .isInstanceOf(Observation.Complete.class);
    assertThat(look(8, 7, "\"replicas\":4,\"updatedReplicas\":4,\"availableReplicas\":4"))
        .isInstanceOf(Observation.Progress.class);
  }

  @Test
  void a_mark_is_read_as_it_was_written_and_a_foreign_one_knows_nothing() {
    assertThat(Mark.parse(MARK.text())).isEqualTo(MARK);
    assertThat(Mark.parse("")).isEqualTo(Mark.NONE);
    assertThat(Mark.parse("generation=x;;=;uid")).isEqualTo(Mark.NONE);
  }

  private static String exceeded(String at) {
    return "\"conditions\":[{\"type\":\"Progressing\",\"status\":\"False\",\"reason\":"
        + "\"ProgressDeadlineExceeded\",\"lastUpdateTime\":\"%s\",\"lastTransitionTime\":\"%s\"}]"
            .formatted(at, at);
  }

  private static Observation look(long generation, long observed, String status) {
    return RolloutRules.look(
        deployment(
            generation,
            TEMPLATE,
            "\"replicas\":4",
            "\"observedGeneration\":" + observed + "," + status),
        MARK);
  }

  private static JsonNode deployment(long generation, String template, String spec, String status) {
    return Objects.json(
        """
        {"metadata": {"uid": "u-1", "generation": %d, "managedFields": [
           {"manager": "kube-controller-manager", "subresource": "status",
            "time": "2026-01-02T09:00:00Z", "fieldsV1": {"f:status": {}}},
           {"manager": "helm", "time": "2026-01-01T03:04:05Z",
            "fieldsV1": {"f:spec": {"f:template": {}}}},
           {"manager": "kubectl-set", "time": "2026-01-02T03:04:05Z",
            "fieldsV1": {"f:spec": {"f:template": {}}}}]},
         "spec": {%s, "template": %s}, "status": {%s}}
        """
            .formatted(generation, spec, template, status));
  }
}
