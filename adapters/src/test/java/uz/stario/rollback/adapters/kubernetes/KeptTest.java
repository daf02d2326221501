package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.release.Revision;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.release.WorkloadState;

class KeptTest {

  private static final JsonNode DEPLOYMENT =
      Objects.json(
          """
          {"metadata": {"name": "api", "uid": "u-1", "annotations": {
             "kubectl.kubernetes.io/last-applied-configuration":
               "{\\"spec\\":{\\"template\\":{\\"spec\\":{\\"containers\\":[{\\"name\\":\\"app\\",\\"image\\":\\"api:v2\\"}]}}}}"}},
           "spec": {"revisionHistoryLimit": 0,
             "selector": {"matchLabels": {"app": "api"},
               "matchExpressions": [{"key": "tier", "operator": "NotIn", "values": ["canary"]}]},
             "template": {"spec": {"containers": [{"name": "app", "image": "api:v2"}]}}}}
          """);

  @Test
  void only_replica_sets_that_are_selected_and_controlled_are_candidates() {
    WorkloadState state =
        state(
            set("a", "u-1", "\"app\":\"api\"", "\"10\"", "v2"),
            set("b", "u-0", "\"app\":\"api\"", "\"8\"", "v1"),
            set("c", "u-1", "\"app\":\"web\"", "\"7\"", "v1"),
            set("d", "u-1", "\"app\":\"api\",\"tier\":\"canary\"", "\"6\"", "v1"),
            set("e", "u-1", "\"app\":\"api\"", "\"9\"", "v1"));

    assertThat(state.revisions()).extracting(Revision::name).containsExactly("a", "e");
  }

  @Test
  void revisions_are_numbers_where_missing_is_zero_and_what_is_no_number_is_ignored() {
    WorkloadState state =
        state(
            set("nine", "u-1", "\"app\":\"api\"", "\"9\"", "v1"),
            set("ten", "u-1", "\"app\":\"api\"", "\"10\"", "v2"),
            set("none", "u-1", "\"app\":\"api\"", "null", "v3"),
            set("word", "u-1", "\"app\":\"api\"", "\"x\"", "v4"));

    assertThat(state.revisions()).extracting(Revision::number).containsExactly(10L, 9L, 0L);
    assertThat(state.current().orElseThrow().name()).isEqualTo("ten");
  }

  @Test
  void what_kubectl_applied_last_is_read_as_a_template_of_its_own() {
    assertThat(state().lastApplied().orElseThrow().version()).isEqualTo("v2");
  }

  @Test
  void a_workload_has_changed_when_its_replica_set_was_made_or_last_rolled_out() {
    JsonNode set = set("a", "u-1", "\"app\":\"api\"", "\"10\"", "v2");
    String text = DEPLOYMENT.toString();
    String without = text.substring(0, text.length() - 1);

    for (String time : List.of("2026-01-02T04:30:00Z", "2026-01-02T02:00:00Z", "")) {
      JsonNode deployment = Objects.json(without + progressing(time));
      WorkloadRef api = WorkloadRef.deployment("api");
      Instant changedAt = Kept.of(deployment, List.of(set)).state(api).changedAt();

      String expected = time.contains("T04") ? time : "2026-01-02T03:04:05Z";
      assertThat(changedAt).isEqualTo(Instant.parse(expected));
    }
  }

  @Test
  void defaults_are_those_of_the_server() {
    assertThat(state().keepsNoHistory()).isTrue();
    assertThat(state().desired()).isEqualTo(1);
    assertThat(state().available()).isZero();
    assertThat(state().paused()).isFalse();
  }

  @Test
  void a_selector_is_asked_for_as_kubectl_writes_it() {
    assertThat(Selectors.query(Json.at(DEPLOYMENT, "spec", "selector")))
        .isEqualTo("app%3Dapi%2Ctier+notin+%28canary%29");
  }

  private static String progressing(String time) {
    return """
    , "status": {"conditions": [
       {"type": "Available", "lastUpdateTime": "2026-01-02T09:00:00Z"},
       {"type": "Progressing", "lastUpdateTime": "%s"}]}}\
    """
        .formatted(time);
  }

  private static WorkloadState state(JsonNode... sets) {
    return Kept.of(DEPLOYMENT, List.of(sets)).state(WorkloadRef.deployment("api"));
  }

  private static JsonNode set(
      String name, String owner, String labels, String revision, String version) {
    return Objects.json(
        """
        {"metadata": {"name": "%s", "uid": "rs-%s", "labels": {%s},
           "creationTimestamp": "2026-01-02T03:04:05Z",
           "annotations": {"deployment.kubernetes.io/revision": %s},
           "ownerReferences": [{"uid": "%s", "kind": "Deployment", "controller": true}]},
         "spec": {"template": {"metadata": {"labels": {"pod-template-hash": "x"}},
           "spec": {"containers": [{"name": "app", "image": "api:%s"}]}}}}
        """
            .formatted(name, name, labels, revision, owner, version));
  }
}
