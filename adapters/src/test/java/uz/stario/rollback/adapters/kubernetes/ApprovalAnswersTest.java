package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static uz.stario.rollback.adapters.kubernetes.ApprovalStage.given;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.port.Approvals.Approval;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.run.RunId;

/** What the answers to a forbidden try say about the names in approvals. */
class ApprovalAnswersTest {

  private static final RunId RUN = new RunId("1122-k3f9m");
  private static final String STATUS =
      "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"message\":\"%s\",\"code\":%d}";

  private final ScriptedServer server = new ScriptedServer();
  private final KubernetesWorkloads workloads =
      HttpAnswersTest.connect(server.url(), Duration.ofSeconds(30));

  @AfterEach
  void close() {
    workloads.close();
    server.close();
  }

  @Test
  void only_a_refusal_in_the_policys_own_words_vouches() {
    assertThat(attested(403, "ValidatingAdmissionPolicy 'x' denied: " + LeaseApprovals.OWN_NAME))
        .isFalse();
    assertThat(ApprovalStage.shipped("approval-policy.yaml")).contains(LeaseApprovals.OWN_NAME);
  }

  @Test
  void another_refusal_does_not() {
    assertThat(attested(403, "User \\\"olim\\\" cannot create resource \\\"leases\\\"")).isTrue();
  }

  @Test
  void another_policy_does_not() {
    assertThat(attested(403, "ValidatingAdmissionPolicy 'x' denied: no leases on Sundays"))
        .isTrue();
  }

  @Test
  void what_is_tried_has_no_effect_and_is_in_nobodys_name() {
    attested(201, "");

    ScriptedServer.Asked tried = server.asked("POST").getFirst();
    assertThat(tried.query()).isEqualTo("dryRun=All");
    assertThat(tried.body()).doesNotContain("zuhra").contains("stario-approval-probe-");
  }

  @Test
  void where_the_server_is_in_trouble_nothing_is_said_about_names() {
    lists();
    server.on("POST", "/leases", 503, STATUS.formatted("etcd: no leader", 503));

    assertThat(workloads.approvals().given(RUN)).isInstanceOf(Answer.Refused.class);
  }

  private boolean attested(int status, String message) {
    lists();
    server.on("POST", "/leases", status, STATUS.formatted(message, status));
    List<Approval> found = given(workloads.approvals().given(RUN));
    assertThat(found).hasSize(1);
    return found.getFirst().attested();
  }

  private void lists() {
    ObjectNode list = Json.object();
    list.putArray("items").add(ApprovalLease.of(RUN, "zuhra", "ab"));
    server.on("GET", "/leases", 200, Json.write(list));
  }
}
