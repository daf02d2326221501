package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.plan.CarriedFlag;
import uz.stario.rollback.run.RunId;

class UndoPatchTest {

  private static final RunId RUN = new RunId("r-1");

  private static final JsonNode DEPLOYMENT =
      Objects.json(
          """
          {"metadata": {"name": "api", "uid": "u-1", "annotations": {
             "deployment.kubernetes.io/revision": "2",
             "deployment.kubernetes.io/revision-history": "1",
             "deployment.kubernetes.io/desired-replicas": "4",
             "deployment.kubernetes.io/max-replicas": "5",
             "deprecated.deployment.rollback.to": "7",
             "kubectl.kubernetes.io/last-applied-configuration": "{}",
             "kubernetes.io/change-cause": "release v1.2.4",
             "rollback.stario.uz/verdict": "stray",
             "team/owner~1": "payments",
             "same": "as before"}},
           "spec": {"replicas": 4, "template": {
             "metadata": {"labels": {"app": "api"}, "creationTimestamp": null},
             "spec": {"newField": {}, "containers": [
               {"name": "app", "image": "api:v1.2.4", "env": [
                 {"name": "KILLED", "value": "false"},
                 {"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "jwt", "key": "k"}}}]}]}}}}
          """);

  private static final JsonNode REPLICA_SET =
      Objects.json(
          """
          {"metadata": {"name": "api-7f", "uid": "rs-1", "annotations": {
             "deployment.kubernetes.io/revision": "1",
             "deployment.kubernetes.io/desired-replicas": "9",
             "deployment.kubernetes.io/max-replicas": "9",
             "kubectl.kubernetes.io/last-applied-configuration": "old",
             "kubernetes.io/change-cause": "release v1.2.3",
             "rollback.stario.uz/verdict": "{}",
             "same": "as before",
             "new": "from the revision"}},
           "spec": {"template": {
             "metadata": {"labels": {"app": "api", "pod-template-hash": "7f"}},
             "spec": {"containers": [
               {"name": "app", "image": "api:v1.2.3", "env": [
                 {"name": "KILLED", "value": "true"},
                 {"name": "LEVEL", "value": "info"}]}]}}}}
          """);

  @Test
  void the_whole_patch_is_as_a_reviewer_expects_it() {
    JsonNode template = UndoPatch.template(DEPLOYMENT, REPLICA_SET, List.of());

    JsonNode patch = UndoPatch.build(DEPLOYMENT, REPLICA_SET, template, RUN, false);

    assertThat(patch)
        .isEqualTo(
            Objects.json(
                """
                [
                 {"op": "test", "path": "/metadata/uid", "value": "u-1"},
                 {"op": "test", "path": "/spec/template", "value": {
                   "metadata": {"labels": {"app": "api"}, "creationTimestamp": null},
                   "spec": {"newField": {}, "containers": [
                     {"name": "app", "image": "api:v1.2.4", "env": [
                       {"name": "KILLED", "value": "false"},
                       {"name": "TOKEN",
                        "valueFrom": {"secretKeyRef": {"name": "jwt", "key": "k"}}}]}]}}},
                 {"op": "replace", "path": "/spec/template", "value": {
                   "metadata": {"labels": {"app": "api"}},
                   "spec": {"containers": [
                     {"name": "app", "image": "api:v1.2.3", "env": [
                       {"name": "KILLED", "value": "true"},
                       {"name": "LEVEL", "value": "info"}]}]}}},
                 {"op": "remove", "path": "/metadata/annotations/rollback.stario.uz~1verdict"},
                 {"op": "remove", "path": "/metadata/annotations/team~1owner~01"},
                 {"op": "add", "path": "/metadata/annotations/kubernetes.io~1change-cause",
                  "value": "release v1.2.3 (rolled back to by stario run r-1)"},
                 {"op": "add", "path": "/metadata/annotations/new", "value": "from the revision"}
                ]
                """));
  }

  @Test
  void a_carried_flag_brings_its_whole_present_entry_in_its_place() {
    JsonNode template =
        UndoPatch.template(
            DEPLOYMENT,
            REPLICA_SET,
            List.of(
                new CarriedFlag("app", "KILLED", "true", "false"),
                new CarriedFlag("app", "TOKEN", "", "secret jwt/k")));

    assertThat(Json.at(template, "spec", "containers").get(0).path("env"))
        .isEqualTo(
            Objects.json(
                """
                [{"name": "KILLED", "value": "false"},
                 {"name": "LEVEL", "value": "info"},
                 {"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "jwt", "key": "k"}}}]
                """));
  }

  @Test
  void a_carried_flag_that_has_been_removed_since_stays_removed() {
    JsonNode template =
        UndoPatch.template(
            DEPLOYMENT, REPLICA_SET, List.of(new CarriedFlag("app", "LEVEL", "info", "")));

    assertThat(Json.items(Json.at(template, "spec", "containers").get(0), "env"))
        .extracting(entry -> Json.text(entry, "name"))
        .containsExactly("KILLED");
  }

  @Test
  void a_carried_flag_of_a_container_that_the_target_does_not_have_is_left_out() {
    assertThat(
            UndoPatch.template(
                DEPLOYMENT, REPLICA_SET, List.of(new CarriedFlag("sidecar", "X", "", "1"))))
        .isEqualTo(UndoPatch.template(DEPLOYMENT, REPLICA_SET, List.of()));
  }

  @Test
  void what_was_read_is_not_changed_by_making_the_patch() {
    JsonNode before = REPLICA_SET.deepCopy();

    UndoPatch.template(
        DEPLOYMENT, REPLICA_SET, List.of(new CarriedFlag("app", "KILLED", "true", "false")));

    assertThat(REPLICA_SET).isEqualTo(before);
  }

  @Test
  void a_deployment_without_annotations_gets_the_object_first() {
    JsonNode bare = Objects.json("{\"metadata\": {\"uid\": \"u\"}, \"spec\": {\"template\": {}}}");

    JsonNode patch = UndoPatch.build(bare, REPLICA_SET, Json.object(), RUN, false);

    assertThat(patch.get(3))
        .isEqualTo(
            Objects.json("{\"op\": \"add\", \"path\": \"/metadata/annotations\", \"value\": {}}"));
  }

  @Test
  void a_paused_deployment_is_resumed_after_its_template_and_only_when_told() {
    JsonNode paused =
        Objects.json(
            "{\"metadata\": {\"uid\": \"u\"}, \"spec\": {\"paused\": true, \"template\": {}}}");

    assertThat(UndoPatch.build(paused, REPLICA_SET, Json.object(), RUN, true).toString())
        .endsWith("{\"op\":\"replace\",\"path\":\"/spec/paused\",\"value\":false}]");
    assertThat(UndoPatch.build(paused, REPLICA_SET, Json.object(), RUN, false).toString())
        .doesNotContain("/spec/paused");
  }

  @Test
  void the_change_cause_names_the_last_run_alone() {
    assertThat(UndoPatch.changeCause("v1 (rolled back to by stario run r-0)", RUN))
        .isEqualTo("v1 (rolled back to by stario run r-1)");
    assertThat(UndoPatch.changeCause("", RUN)).isEqualTo("(rolled back to by stario run r-1)");
  }
}
