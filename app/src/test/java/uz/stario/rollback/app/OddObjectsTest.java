package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Deletion;
import uz.stario.rollback.sandbox.store.Resources;

/** Deployments in states that people meet at the worst moment. */
class OddObjectsTest {

  private static final String POSTER = "poster-gen";

  @TempDir private Path folder;
  private Platform platform;

  @BeforeEach
  void open() {
    platform = Platform.in(folder);
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void a_paused_one_is_refused_until_it_may_be_resumed() throws Exception {
    platform.live(List.of(POSTER), "v1.2.3", "v1.2.4");
    platform.edit(POSTER, d -> ((ObjectNode) d.path("spec")).put("paused", true));
    Machine machine = platform.equipped();

    Outcome refused = machine.stario("rollback", POSTER, "--yes");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("paused", "--resume-paused", "Nothing was changed.");
    assertThat(machine.stario("history", POSTER).out()).contains("paused");

    Outcome resumed = machine.stario("rollback", POSTER, "--resume-paused", "--yes");
    assertThat(resumed.code()).as(resumed.out() + resumed.err()).isZero();
    assertThat(resumed.out()).contains("kubectl rollout resume");
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.3");
    assertThat(platform.deployment(POSTER).path("spec").path("paused").asBoolean(false)).isFalse();
  }

  @Test
  void one_that_keeps_no_revisions_says_why_there_is_nothing_to_go_to() throws Exception {
    platform.live(List.of(POSTER), "v1.2.3");
    platform.edit(POSTER, d -> ((ObjectNode) d.path("spec")).put("revisionHistoryLimit", 0));
    platform.release(POSTER, "v1.2.4");
    platform.settled(POSTER);

    Outcome refused = platform.equipped().stario("rollback", POSTER, "--yes");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("revisionHistoryLimit is 0", "no-history");
  }

  @Test
  void a_first_release_has_no_history() throws Exception {
    platform.live(List.of(POSTER), "v1.2.3");

    Outcome refused = platform.equipped().stario("rollback", POSTER, "--yes");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("no-history", "v1.2.3 is the first");
    assertThat(platform.equipped().stario("history", POSTER).out()).contains("* 1");
  }

  @Test
  void revisions_that_somebody_else_controls_are_no_candidates() throws Exception {
    platform.live(List.of(POSTER), "v1.2.3", "v1.2.4");
    cut(POSTER);

    Outcome refused = platform.equipped().stario("rollback", POSTER, "--yes");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("no-history");
    assertThat(platform.version(POSTER)).isEqualTo("v1.2.4");
  }

  /** As after a changed selector: the old ReplicaSet belongs to nobody. */
  private void cut(String workload) {
    for (ObjectNode set : platform.cluster().list(Resources.REPLICA_SET, Platform.NAMESPACE)) {
      String name = set.path("metadata").path("name").asString("");
      if (name.startsWith(workload) && set.path("spec").path("replicas").asInt(0) == 0) {
        platform
            .cluster()
            .edit(
                Resources.REPLICA_SET,
                Platform.NAMESPACE,
                name,
                s -> {
                  ObjectNode metadata = (ObjectNode) s.path("metadata");
                  metadata.remove("ownerReferences");
                  metadata.withObject("labels").put("app", "orphaned");
                });
      }
    }
  }

  @Test
  void fields_from_a_newer_kubernetes_survive() throws Exception {
    platform.live(List.of(POSTER), "v1.2.3");
    platform.edit(
        POSTER,
        d -> {
          ((ObjectNode) d.path("spec")).putObject("fromTheFuture").put("kept", true);
          Platform.container(d).putArray("futureProbes").addObject().put("kind", "new");
        });
    platform.settled(POSTER);
    platform.release(POSTER, "v1.2.4");
    platform.settled(POSTER);
    platform.edit(POSTER, d -> Platform.container(d).remove("futureProbes"));
    platform.settled(POSTER);

    Outcome rollback = platform.equipped().stario("rollback", POSTER, "--yes");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isZero();
    ObjectNode after = platform.deployment(POSTER);
    assertThat(after.path("spec").path("fromTheFuture").path("kept").asBoolean(false)).isTrue();
    assertThat(Platform.container(after).path("futureProbes").get(0).path("kind").asString(""))
        .isEqualTo("new");
  }

  @Test
  void one_that_is_deleted_midway_is_told_and_needs_a_person() throws Exception {
    platform.live(List.of(POSTER), "v1.2.3", "v1.2.4");
    platform
        .sandbox()
        .publish(
            "registry.stario.uz/poster-gen:v1.2.3",
            new uz.stario.rollback.sandbox.platform.Flaw.NeverReady());
    Machine machine = platform.equipped();
    Thread deleting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                platform.await(POSTER, d -> image(d).endsWith("v1.2.3"));
                platform
                    .cluster()
                    .delete(Resources.DEPLOYMENT, Platform.NAMESPACE, POSTER, Deletion.NOW);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });

    Outcome rollback = machine.stario("rollback", POSTER, "--yes");

    deleting.join();
    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isEqualTo(5);
    assertThat(rollback.out()).contains("deployment was deleted");
  }

  private static String image(ObjectNode deployment) {
    return Platform.container(deployment).path("image").asString("");
  }

  @Test
  void a_quota_that_allows_no_new_pod_is_told() throws Exception {
    platform.live(List.of(POSTER), "v1.2.3", "v1.2.4");
    platform
        .cluster()
        .create(
            """
            {"apiVersion": "v1", "kind": "ResourceQuota",
             "metadata": {"name": "tight", "namespace": "stario"},
             "spec": {"hard": {"pods": "2"}}}
            """);

    Outcome rollback = platform.equipped().stario("rollback", POSTER, "--yes", "--timeout", "6s");

    assertThat(rollback.code()).as(rollback.out() + rollback.err()).isEqualTo(5);
    assertThat(rollback.out()).contains("exceeded quota: tight");
  }
}
