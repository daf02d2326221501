package uz.stario.rollback.adapters.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.sandbox.Sandbox;
import uz.stario.rollback.sandbox.SandboxOptions;
import uz.stario.rollback.testkit.ApprovalsContract;

/** The contract on the sandbox, which enforces no policy. */
class SandboxApprovalsTest extends ApprovalsContract {

  private static final Sandbox SANDBOX = Sandbox.start(SandboxOptions.defaults());

  @TempDir Path folder = Path.of("");
  private ApprovalStage stage;
  private Approvals requester;
  private Approvals approver;

  @BeforeEach
  void open() {
    stage = new ApprovalStage(SANDBOX.kubeconfig(), folder);
    requester = stage.as("olim");
    approver = stage.as("zuhra");
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @AfterAll
  static void stop() {
    SANDBOX.close();
  }

  @Override
  protected Approvals requester() {
    return requester;
  }

  @Override
  protected Approvals approver() {
    return approver;
  }

  @Override
  protected boolean vouches() {
    return false;
  }

  @Test
  void an_approval_whose_object_is_not_named_after_its_giver_is_none() {
    ObjectNode lease = Json.object();
    lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
    ObjectNode metadata = lease.putObject("metadata").put("name", "stario-approval-r1-0");
    metadata.putObject("labels").put("rollback.stario.uz/run", "r1");
    lease.putObject("spec").put("holderIdentity", "zuhra");
    assertThat(stage.create(stage.paths().all(Paths.LEASES), lease)).isInstanceOf(Reply.Ok.class);

    assertThat(ApprovalStage.given(requester.given(new RunId("r1")))).isEmpty();
  }
}
