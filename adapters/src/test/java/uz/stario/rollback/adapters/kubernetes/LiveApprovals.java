package uz.stario.rollback.adapters.kubernetes;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import uz.stario.rollback.port.Approvals;
import uz.stario.rollback.testkit.ApprovalsContract;

/**
 * The contract between two users of the cluster that {@code KUBECONFIG} names, who may do what
 * docs/approval-role.yaml gives them; in a namespace of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LiveApprovals extends ApprovalsContract {

  final ApprovalStage stage =
      new ApprovalStage(
          KubernetesConnection.Settings.of(
              Optional.empty(), Optional.empty(), Optional.empty(), System.getenv()),
          "approvals-" + UUID.randomUUID().toString().substring(0, 8));

  private Approvals olim = Approvals.NONE;
  private Approvals zuhra = Approvals.NONE;

  @BeforeAll
  final void prepare() {
    stage.allow("olim", "zuhra");
    if (vouches()) {
      stage.guard();
    }
  }

  @BeforeEach
  final void empty() {
    stage.empty();
    // As a process finds the place: what it has seen of it stays with it for a moment.
    olim = stage.as("olim");
    zuhra = stage.as("zuhra");
  }

  @AfterAll
  final void close() {
    stage.close();
  }

  @Override
  protected final Approvals requester() {
    return olim;
  }

  @Override
  protected final Approvals approver() {
    return zuhra;
  }
}
