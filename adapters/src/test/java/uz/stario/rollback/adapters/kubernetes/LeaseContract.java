package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.lock.Owner;
import uz.stario.rollback.lock.Processes;
import uz.stario.rollback.lock.TargetKey;
import uz.stario.rollback.port.Registries;
import uz.stario.rollback.port.Targets.Acquiring;
import uz.stario.rollback.port.Targets.Lease;
import uz.stario.rollback.port.Targets.Renewal;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.engine.RegistryTargets;
import uz.stario.rollback.testkit.Fixtures;
import uz.stario.rollback.testkit.SettableClock;
import uz.stario.rollback.testkit.TargetsContract;

/** The contract on a Lease, and what people and other programs may do to that object. */
abstract class LeaseContract extends TargetsContract {

  private LeaseStage stage;

  /** A namespace of its own. */
  abstract LeaseStage open();

  @BeforeEach
  final void open_a_namespace() {
    stage = open();
  }

  @AfterEach
  final void close_the_namespace() {
    stage.close();
  }

  @Override
  protected final Registries another() {
    return stage.another();
  }

  @Test
  void kubectl_shows_the_newest_holder_and_none_once_all_is_released() {
    Lease first = held("first", "deployment/api");
    held("second", "deployment/web").renew("n");

    JsonNode spec = stage.lease().path("spec");
    assertThat(Json.text(spec, "holderIdentity")).isEqualTo("second of olim@laptop and 1 more");
    assertThat(Json.text(spec, "acquireTime")).isEqualTo("2026-01-02T03:04:05.000000Z");
    assertThat(Json.text(spec, "renewTime")).isEqualTo("2026-01-02T03:04:05.000000Z");
    assertThat(Json.number(spec, 0, "leaseDurationSeconds")).isEqualTo(30);
    assertThat(Json.number(spec, 0, "leaseTransitions")).isEqualTo(2);

    first.release();
    held("second", "deployment/web").release();

    assertThat(Json.at(stage.lease(), "spec", "holderIdentity").isMissingNode()).isTrue();
    assertThat(Json.number(stage.lease(), 0, "spec", "leaseTransitions")).isEqualTo(2);
  }

  @Test
  void what_others_wrote_into_the_object_is_kept() {
    held("first", "deployment/api");
    ObjectNode lease = stage.lease();
    lease.withObject("metadata").withObject("annotations").put("example.org/team", "platform");
    lease.withObject("metadata").withObject("labels").put("team", "platform");
    stage.put(lease);

    held("second", "deployment/web").renew("n");

    assertThat(Json.annotation(stage.lease(), "example.org/team")).isEqualTo("platform");
    assertThat(Json.text(stage.lease(), "metadata", "labels", "team")).isEqualTo("platform");
  }

  @Test
  void a_lease_that_somebody_made_for_us_is_used() {
    ObjectNode lease =
        Json.object().put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    lease.putObject("metadata").put("name", LeaseObject.NAME);
    stage.create(lease);

    held("first", "deployment/api");

    assertThat(Json.number(stage.lease(), 0, "spec", "leaseTransitions")).isEqualTo(1);
  }

  @Test
  void a_hold_on_a_lease_that_was_deleted_is_lost_and_does_not_come_back() {
    Lease first = held("first", "deployment/api");
    stage.delete();

    assertThat(first.renew("n")).isEqualTo(new Renewal.Lost(Optional.empty()));
    Lease second = held("second", "deployment/api");

    assertThat(first.renew("n")).isEqualTo(new Renewal.Lost(Optional.of(second.holding())));
    assertThat(first.release()).isEmpty();
    assertThat(second.renew("n")).isEqualTo(new Renewal.Kept());
  }

  @Test
  void an_annotation_that_was_edited_by_hand_is_refused_with_what_to_do() {
    Lease first = held("first", "deployment/api");
    annotate(text().replace("deployment/api", "deployment/web"));

    Problem problem = refused(acquire("second", "deployment/api"));

    assertThat(problem.code()).isEqualTo(ErrorCode.LOCK_UNAVAILABLE);
    assertThat(problem.why()).contains("edited or cut short");
    assertThat(problem.next()).contains("delete lease stario-rollback -n ");
    assertThat(first.renew("n")).isInstanceOf(Renewal.Unsure.class);
    assertThat(first.release()).isPresent();
  }

  @Test
  void an_annotation_that_was_cut_short_or_removed_is_refused() {
    held("first", "deployment/api");
    String text = text();
    annotate(text.substring(0, text.length() / 2));
    assertThat(refused(acquire("second", "deployment/api")).code())
        .isEqualTo(ErrorCode.LOCK_UNAVAILABLE);

    ObjectNode lease = stage.lease();
    lease.withObject("metadata").withObject("annotations").remove(LeaseObject.ANNOTATION);
    stage.put(lease);

    assertThat(refused(acquire("second", "deployment/api")).why()).contains("was removed");
  }

  @Test
  void an_annotation_of_a_newer_version_is_refused_as_that() {
    held("first", "deployment/api");
    annotate(text().replace("\"schemaVersion\":1", "\"schemaVersion\":2"));

    assertThat(refused(acquire("second", "deployment/api")).code())
        .isEqualTo(ErrorCode.PROGRAM_TOO_OLD);
  }

  private String text() {
    return Json.annotation(stage.lease(), LeaseObject.ANNOTATION);
  }

  private void annotate(String text) {
    ObjectNode lease = stage.lease();
    lease.withObject("metadata").withObject("annotations").put(LeaseObject.ANNOTATION, text);
    stage.put(lease);
  }

  private Lease held(String run, String target) {
    Acquiring answer = acquire(run, target);
    assertThat(answer).isInstanceOf(Acquiring.Held.class);
    return ((Acquiring.Held) answer).lease();
  }

  private static Problem refused(Acquiring answer) {
    assertThat(answer).isInstanceOf(Acquiring.Refused.class);
    return ((Acquiring.Refused) answer).problem();
  }

  private Acquiring acquire(String run, String target) {
    return new RegistryTargets(another(), new SettableClock(Fixtures.NOW), Processes.UNKNOWN)
        .acquire(
            new TreeSet<>(List.of(new TargetKey(target))),
            new RunId(run),
            new Owner("olim", "laptop", "boot", 1, Fixtures.NOW),
            List.of());
  }
}
