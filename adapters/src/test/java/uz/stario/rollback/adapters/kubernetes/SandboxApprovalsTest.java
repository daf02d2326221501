package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.adapters.kubernetes.ApprovalStage.given;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.port.Approvals.Approval;
import uz.stario.rollback.port.Approvals.Wanted;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.sandbox.Sandbox;
import uz.stario.rollback.sandbox.SandboxOptions;
import uz.stario.rollback.testkit.ApprovalsContract;

/** The contract where nothing binds a name to who writes it, and what people may write there. */
class SandboxApprovalsTest extends ApprovalsContract {

  private static final RunId RUN = new RunId("1122-k3f9m");
  private static final Wanted WANTED =
      new Wanted(RUN, "ab", "olim", Instant.parse("2026-01-02T04:04:05Z"), List.of("x"));
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  @TempDir static Path folder = Path.of("");
  private static final Sandbox SANDBOX = Sandbox.start(SandboxOptions.defaults());

  private final ApprovalStage stage =
      new ApprovalStage(settings(Optional.empty()), "approvals-" + NAMESPACES.incrementAndGet());

  @AfterAll
  static void stop() {
    SANDBOX.close();
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Override
  protected Approvals requester() {
    return stage.as("olim");
  }

  @Override
  protected Approvals approver() {
    return stage.as("zuhra");
  }

  @Override
  protected boolean vouches() {
    return false;
  }

  @Test
  void the_server_says_who_one_is() {
    assertThat(given(stage.own().self())).isEqualTo("admin");
    assertThat(given(requester().self())).isEqualTo("olim");
  }

  @Test
  void whoever_may_not_write_leases_is_told_which_verb_is_missing() {
    var answer = KubernetesConnection.open(settings(Optional.of("stario-sandbox-viewer")));
    try (KubernetesWorkloads viewer = given(answer)) {
      Problem problem = viewer.approvals().give(RUN, "ab").orElseThrow();

      assertThat(given(viewer.approvals().self())).isEqualTo("viewer");
      assertThat(problem.code()).isEqualTo(ErrorCode.FORBIDDEN);
      assertThat(problem.what())
          .startsWith("Cannot approve: may not create leases.coordination.k8s.io in ");
      assertThat(problem.next()).contains("`create`", "docs/approvals.md");
    }
  }

  @Test
  void an_approval_is_believed_only_under_the_name_that_its_content_gives_it() {
    ObjectNode elsewhere = ApprovalLease.of(RUN, "zuhra", "ab");
    elsewhere.withObject("metadata").put("name", "harmless");
    stage.create(elsewhere);
    ObjectNode another = ApprovalLease.of(RUN, "zuhra", "ab");
    another.withObject("spec").put("holderIdentity", "anyone");
    stage.create(another);

    assertThat(given(requester().given(RUN))).isEmpty();
  }

  @Test
  void an_approval_that_somebody_has_edited_is_left_out_and_the_others_stay() {
    assertThat(approver().give(RUN, "ab")).isEmpty();
    assertThat(stage.as("anvar").give(RUN, "ab")).isEmpty();
    ObjectNode lease = stage.lease(ApprovalLease.approvalName(RUN, "zuhra", "ab"));
    lease.withObject("metadata").withObject("annotations").put(ApprovalLease.DIGEST, "cd");
    stage.put(lease);

    assertThat(given(requester().given(RUN)))
        .containsExactly(new Approval(RUN, "ab", "anvar", true));
  }

  @Test
  void where_somebody_else_sits_in_an_approvals_place_the_approver_is_told() {
    ObjectNode squatter = ApprovalLease.of(RUN, "zuhra", "ab");
    squatter.withObject("spec").put("holderIdentity", "anyone");
    stage.create(squatter);

    Problem problem = approver().give(RUN, "ab").orElseThrow();

    assertThat(problem.next())
        .contains("delete lease " + ApprovalLease.approvalName(RUN, "zuhra", "ab"));
  }

  @Test
  void a_request_that_somebody_has_spoilt_is_none() {
    for (String[] spoilt :
        List.of(
            new String[] {ApprovalLease.UNTIL, "soon"},
            new String[] {ApprovalLease.SUMMARY, "[1]"},
            new String[] {ApprovalLease.SUMMARY, "{"},
            new String[] {ApprovalLease.DIGEST, ""})) {
      assertThat(requester().ask(WANTED)).isEmpty();
      assertThat(given(approver().wanted(RUN))).contains(WANTED);
      ObjectNode lease = stage.lease(ApprovalLease.requestName(RUN));
      lease.withObject("metadata").withObject("annotations").put(spoilt[0], spoilt[1]);
      stage.put(lease);

      assertThat(given(approver().wanted(RUN))).as(spoilt[0]).isEmpty();
    }
  }

  @Test
  void a_run_that_cannot_be_is_not_asked_for() {
    for (String odd : List.of("", "No Such", "../../pods", "a,b", "x".repeat(64))) {
      assertThat(given(approver().wanted(new RunId(odd)))).as(odd).isEmpty();
      assertThat(given(approver().given(new RunId(odd)))).as(odd).isEmpty();
    }
  }

  @Test
  void nothing_is_left_of_what_was_withdrawn() {
    assertThat(requester().ask(WANTED)).isEmpty();
    assertThat(approver().give(RUN, "ab")).isEmpty();

    requester().withdraw(RUN);

    assertThat(given(requester().given(RUN))).isEmpty();
    assertThat(approver().wanted(RUN)).isEqualTo(Answer.given(Optional.empty()));
  }

  private static KubernetesConnection.Settings settings(Optional<String> context) {
    try {
      Path config = Files.writeString(folder.resolve("config"), SANDBOX.kubeconfig());
      return KubernetesConnection.Settings.of(
          Optional.of(config), context, Optional.empty(), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
