package uz.stario.rollback.sandbox.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Deletion;
import uz.stario.rollback.sandbox.store.Key;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Resources;

class RolloutTest {
  private final Rig rig = new Rig();

  @Test
  void a_good_release_replaces_every_pod_and_says_so() {
    rig.deploy("example/app:1", 4, "");
    rig.image("example/app:2");
    rig.advance(Rig.A_WHILE);

    assertThat(rig.sizes()).containsExactly(0, 4);
    assertThat(rig.revisions()).containsExactly(1L, 2L);
    assertThat(rig.status("availableReplicas")).isEqualTo(4);
    assertThat(rig.status("updatedReplicas")).isEqualTo(4);
    assertThat(rig.status("observedGeneration")).isEqualTo(2);
    assertThat(rig.condition("Progressing")).isEqualTo("True NewReplicaSetAvailable");
    assertThat(rig.condition("Available")).isEqualTo("True MinimumReplicasAvailable");
    assertThat(rig.pods()).hasSize(4);
  }

  @Test
  void a_rolling_update_stays_within_its_surge_and_its_unavailability() {
    rig.deploy("example/app:1", 4, "");
    List<Integer> wanted = new ArrayList<>();
    List<Integer> available = new ArrayList<>();
    rig.store.listen(change -> {
      if (change.resource().equals(Resources.REPLICA_SET)) {
        wanted.add(Rollout.wanted(rig.replicaSets()));
      } else if (change.resource().equals(Resources.DEPLOYMENT)) {
        available.add(rig.status("availableReplicas"));
      }
    });
    rig.image("example/app:2");
    rig.advance(Rig.A_WHILE);

    assertThat(wanted).isNotEmpty().allMatch(pods -> pods <= 5).contains(5);
    assertThat(available).isNotEmpty().allMatch(pods -> pods >= 3);
  }

  @Test
  void a_missing_image_stops_the_rollout_with_the_old_pods_still_serving() {
    rig.deploy("example/app:1", 4, ",'progressDeadlineSeconds':120");
    rig.image("example/app:2-missing");
    rig.advance(Duration.ofSeconds(100));

    assertThat(rig.sizes()).containsExactly(3, 2);
    assertThat(rig.waitingReasons()).hasSize(2).isSubsetOf("ErrImagePull", "ImagePullBackOff");
    assertThat(rig.condition("Progressing")).isEqualTo("True ReplicaSetUpdated");

    rig.advance(Duration.ofMinutes(1));
    assertThat(rig.condition("Progressing")).isEqualTo("False ProgressDeadlineExceeded");
    assertThat(rig.condition("Available")).isEqualTo("True MinimumReplicasAvailable");
    assertThat(rig.reasons("Warning")).contains("Failed");
  }

  @Test
  void a_stuck_release_that_is_undone_comes_good_again() {
    rig.deploy("example/app:1", 4, ",'progressDeadlineSeconds':60");
    rig.image("example/app:2-missing");
    rig.advance(Duration.ofMinutes(3));
    rig.undoTo(1);
    rig.advance(Rig.A_WHILE);

    assertThat(rig.condition("Progressing")).isEqualTo("True NewReplicaSetAvailable");
    assertThat(rig.status("availableReplicas")).isEqualTo(4);
    assertThat(rig.sizes()).containsExactly(0, 4);
  }

  @Test
  void a_crashing_release_backs_off_and_never_becomes_available() {
    rig.deploy("example/app:1", 2, "");
    rig.image("example/app:2-crash");
    rig.advance(Duration.ofMinutes(2));

    assertThat(rig.waitingReasons()).containsExactly("CrashLoopBackOff");
    ObjectNode crashing =
        rig.pods().stream()
            .filter(p ->
                Manifest.number(p.path("status").path("containerStatuses").path(0), "restartCount")
                    > 0)
            .findFirst()
            .orElseThrow();
    var container = crashing.path("status").path("containerStatuses").path(0);
    assertThat(Manifest.number(container, "restartCount")).isBetween(4, 6);
    assertThat(Manifest.number(container, "lastState", "terminated", "exitCode")).isEqualTo(1);
    assertThat(rig.status("updatedReplicas")).isEqualTo(1);
    assertThat(rig.status("availableReplicas")).isEqualTo(2);
  }

  @Test
  void a_release_that_is_never_ready_stays_running_and_unhealthy() {
    rig.deploy("example/app:1", 2, "");
    rig.image("example/app:2-never-ready");
    rig.advance(Rig.A_WHILE);

    assertThat(rig.pods())
        .hasSize(3)
        .allMatch(p -> Manifest.text(p, "status", "phase").equals("Running"));
    assertThat(rig.reasons("Warning")).containsExactly("Unhealthy");
    assertThat(rig.status("availableReplicas")).isEqualTo(2);
  }

  @Test
  void going_back_renumbers_the_old_replica_set_and_keeps_its_old_number() {
    rig.deploy("example/app:1", 2, "");
    rig.image("example/app:2");
    rig.advance(Rig.A_WHILE);
    rig.image("example/app:3");
    rig.advance(Rig.A_WHILE);
    rig.undoTo(1);
    rig.advance(Rig.A_WHILE);

    assertThat(rig.revisions()).containsExactly(2L, 3L, 4L);
    ObjectNode reused = rig.replicaSets().getLast();
    assertThat(Manifest.annotation(reused, RevisionNotes.HISTORY)).isEqualTo("1");
    assertThat(Manifest.annotation(rig.deployment(), RevisionNotes.REVISION)).isEqualTo("4");
    assertThat(rig.sizes()).containsExactly(0, 0, 2);
  }

  @Test
  void a_paused_deployment_takes_a_new_template_only_once_it_is_resumed() {
    rig.deploy("example/app:1", 2, "");
    rig.edit(d -> Manifest.child(d, "spec").put("paused", true));
    rig.image("example/app:2");
    rig.advance(Rig.A_WHILE);
    assertThat(rig.sizes()).containsExactly(2);
    assertThat(rig.condition("Progressing")).isEqualTo("Unknown DeploymentPaused");

    rig.edit(d -> Manifest.child(d, "spec").remove("paused"));
    rig.advance(Rig.A_WHILE);
    assertThat(rig.sizes()).containsExactly(0, 2);
    assertThat(rig.condition("Progressing")).isEqualTo("True NewReplicaSetAvailable");
  }

  @Test
  void scaling_in_the_middle_of_a_rollout_grows_both_sides_in_proportion() {
    rig.deploy("example/app:1", 10, "");
    rig.image("example/app:2-never-ready");
    rig.advance(Rig.A_WHILE);
    assertThat(rig.sizes()).containsExactly(8, 5);
    rig.spec("replicas", 20);
    rig.advance(Rig.A_WHILE);

    assertThat(rig.sizes()).satisfies(s -> assertThat(s.get(0) + s.get(1)).isEqualTo(25));
    assertThat(rig.sizes().get(0)).isGreaterThan(8);
    assertThat(rig.sizes().get(1)).isGreaterThan(5);
  }

  @Test
  void deleting_a_deployment_in_the_middle_of_a_rollout_leaves_nothing_behind() {
    rig.deploy("example/app:1", 3, "");
    rig.image("example/app:2");
    rig.advance(Duration.ofSeconds(2));
    rig.store.delete(Rig.web(), Deletion.BACKGROUND);
    rig.advance(Rig.A_WHILE);

    assertThat(rig.replicaSets()).isEmpty();
    assertThat(rig.pods()).isEmpty();
  }

  @Test
  void foreground_deletion_keeps_the_deployment_until_its_pods_are_gone() {
    rig.deploy("example/app:1", 3, "");
    rig.store.delete(Rig.web(), new Deletion(null, Deletion.Propagation.FOREGROUND, "", ""));
    rig.timeline.settle();
    assertThat(Manifest.deleting(rig.deployment())).isTrue();
    assertThat(rig.pods()).isNotEmpty();

    rig.advance(Rig.A_WHILE);
    assertThat(rig.store.find(Rig.web())).isEmpty();
    assertThat(rig.pods()).isEmpty();
  }

  @Test
  void orphaned_replica_sets_live_on_and_are_adopted_by_the_next_deployment() {
    rig.deploy("example/app:1", 2, "");
    String before = Manifest.uid(rig.replicaSets().getFirst());
    rig.store.delete(Rig.web(), new Deletion(null, Deletion.Propagation.ORPHAN, "", ""));
    rig.advance(Rig.A_WHILE);
    assertThat(rig.store.find(Rig.web())).isEmpty();
    assertThat(rig.pods()).hasSize(2);

    rig.deploy("example/app:1", 2, "");
    assertThat(rig.replicaSets()).extracting(Manifest::uid).containsExactly(before);
  }

  @Test
  void history_beyond_its_limit_is_removed_oldest_first() {
    rig.deploy("example/app:1", 1, ",'revisionHistoryLimit':1");
    for (int version = 2; version <= 4; version++) {
      rig.image("example/app:" + version);
      rig.advance(Rig.A_WHILE);
    }
    assertThat(rig.revisions()).containsExactly(3L, 4L);

    rig.spec("revisionHistoryLimit", 0);
    rig.advance(Rig.A_WHILE);
    assertThat(rig.revisions()).containsExactly(4L);
  }

  @Test
  void a_full_quota_shows_as_replica_failure_and_clears_once_there_is_room() {
    rig.deploy("example/app:1", 2, "");
    ObjectNode quota =
        rig.create(
            "{'apiVersion':'v1','kind':'ResourceQuota','metadata':{'name':'q'},'spec':{'hard':{'pods':'2'}}}");
    rig.image("example/app:2");
    rig.advance(Rig.A_WHILE);
    assertThat(rig.condition("ReplicaFailure")).isEqualTo("True FailedCreate");
    assertThat(rig.reasons("Warning")).contains("FailedCreate");
    assertThat(rig.sizes()).containsExactly(2, 1);

    rig.store.delete(Key.of(Resources.RESOURCE_QUOTA, quota), Deletion.NOW);
    rig.advance(Duration.ofMinutes(2));
    assertThat(rig.condition("ReplicaFailure")).isEqualTo("none");
    assertThat(rig.sizes()).containsExactly(0, 2);
  }

  @Test
  void a_quota_shows_what_is_allowed_and_how_much_is_used() {
    rig.deploy("example/app:1", 2, "");
    Key quota =
        Key.of(
            Resources.RESOURCE_QUOTA,
            rig.create(
                "{'apiVersion':'v1','kind':'ResourceQuota','metadata':{'name':'q'},'spec':{'hard':"
                    + "{'pods':'3','count/deployments.apps':1,'limits.cpu':'4'}}}"));
    rig.advance(Rig.A_WHILE);
    assertThat(rig.store.get(quota).path("status").toString())
        .isEqualTo(
            "{'hard':{'pods':'3','count/deployments.apps':1,'limits.cpu':'4'},'used':{'count/deployments.apps':'1','pods':'2'}}"
                .replace('\'', '"'));

    rig.spec("replicas", 5);
    rig.advance(Rig.A_WHILE);
    assertThat(rig.condition("ReplicaFailure")).isEqualTo("True FailedCreate");
    assertThat(Manifest.at(rig.store.get(quota), "status", "used", "pods").asString(""))
        .isEqualTo("3");

    rig.spec("replicas", 0);
    rig.advance(Duration.ofMinutes(2));
    assertThat(Manifest.at(rig.store.get(quota), "status", "used", "pods").asString(""))
        .isEqualTo("0");
  }

  @Test
  void a_refusal_by_a_quota_names_everything_that_is_exceeded() {
    rig.create(
        "{'apiVersion':'v1','kind':'ResourceQuota','metadata':{'name':'q'},'spec':{'hard':"
            + "{'pods':'0','count/pods':'0','count/configmaps':'1k'}}}");
    assertThatThrownBy(() ->
            rig.create(
                "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'one'},'spec':{'containers':"
                    + "[{'name':'a','image':'example/app:1'}]}}"))
        .hasMessage(
            "pods \"one\" is forbidden: exceeded quota: q, requested: count/pods=1,pods=1,"
                + " used: count/pods=0,pods=0, limited: count/pods=0,pods=0");
    rig.create("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'fits'}}");
  }

  @Test
  void a_quota_whose_number_is_none_is_refused() {
    assertThatThrownBy(() ->
            rig.create(
                "{'apiVersion':'v1','kind':'ResourceQuota','metadata':{'name':'q'},'spec':"
                    + "{'hard':{'pods':'many'}}}"))
        .hasMessage(
            "ResourceQuota \"q\" is invalid: spec.hard[pods]: Invalid value: \"many\": must be"
                + " an integer");
  }

  @Test
  void recreate_ends_every_old_pod_before_it_starts_a_new_one() {
    rig.deploy("example/app:1", 2, ",'strategy':{'type':'Recreate'}");
    List<String> images = new ArrayList<>();
    rig.store.listen(change -> {
      if (change.resource().equals(Resources.POD) && change.before() == null) {
        images.addAll(
            rig.pods().stream()
                .map(p -> Manifest.text(p.path("spec").path("containers").path(0), "image"))
                .distinct()
                .toList());
      }
    });
    rig.image("example/app:2");
    rig.advance(Rig.A_WHILE);

    assertThat(images).isNotEmpty().containsOnly("example/app:2");
    assertThat(rig.sizes()).containsExactly(0, 2);
    assertThat(rig.condition("Progressing")).isEqualTo("True NewReplicaSetAvailable");
  }

  @Test
  void min_ready_seconds_delay_availability() {
    rig.deploy("example/app:1", 1, ",'minReadySeconds':300");
    assertThat(rig.status("readyReplicas")).isEqualTo(1);
    assertThat(rig.status("availableReplicas")).isZero();

    rig.advance(Duration.ofMinutes(5));
    assertThat(rig.status("availableReplicas")).isEqualTo(1);
  }

  @Test
  void annotations_travel_to_the_new_replica_set_except_those_of_the_controller() {
    rig.deploy("example/app:1", 1, "");
    rig.edit(d ->
        Manifest.child(Manifest.metadata(d), "annotations")
            .put("kubernetes.io/change-cause", "two")
            .put("kubectl.kubernetes.io/last-applied-configuration", "{}"));
    rig.image("example/app:2");
    rig.advance(Rig.A_WHILE);

    ObjectNode newest = rig.replicaSets().getLast();
    assertThat(Manifest.annotation(newest, "kubernetes.io/change-cause")).isEqualTo("two");
    assertThat(Manifest.annotation(newest, "kubectl.kubernetes.io/last-applied-configuration"))
        .isEmpty();
  }

  @Test
  void a_pod_that_wants_more_gpus_than_there_are_waits_until_one_is_free() {
    String gpu =
        "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'NAME'},'spec':{'containers':[{'name':'c',"
            + "'image':'example/cuda:1','resources':{'limits':{'nvidia.com/gpu':1}}}]}}";
    ObjectNode first = rig.create(gpu.replace("NAME", "first"));
    rig.create(gpu.replace("NAME", "second"));
    rig.advance(Rig.A_WHILE);
    ObjectNode second = rig.pods().getLast();
    var scheduled = second.path("status").path("conditions").path(0);
    assertThat(Manifest.text(scheduled, "reason")).isEqualTo("Unschedulable");
    assertThat(Manifest.text(scheduled, "message"))
        .isEqualTo("0/1 nodes are available: 1 Insufficient nvidia.com/gpu.");

    rig.store.delete(
        uz.stario.rollback.sandbox.store.Key.of(Resources.POD, first), Deletion.BACKGROUND);
    rig.advance(Rig.A_WHILE);
    assertThat(Manifest.text(rig.pods().getLast(), "status", "phase")).isEqualTo("Running");
  }

  @Test
  void two_runs_of_the_same_seed_are_the_same_to_the_last_version() {
    Rig other = new Rig();
    for (Rig each : List.of(rig, other)) {
      each.deploy("example/app:1", 5, "");
      each.image("example/app:2-crash");
      each.advance(Duration.ofMinutes(5));
    }
    assertThat(rig.pods()).isEqualTo(other.pods());
    assertThat(rig.store.version()).isEqualTo(other.store.version());
  }

  @Test
  void a_settled_cluster_writes_nothing_more() {
    rig.deploy("example/app:1", 5, "");
    long settled = rig.store.version();
    rig.advance(Duration.ofHours(1));
    assertThat(rig.store.version()).isEqualTo(settled);
  }
}
