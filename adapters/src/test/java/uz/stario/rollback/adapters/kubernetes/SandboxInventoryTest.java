package uz.stario.rollback.adapters.kubernetes;

import org.junit.jupiter.api.AfterAll;
import uz.stario.rollback.testkit.InventoryContract;

/** The contract on the sandbox, over TLS. */
class SandboxInventoryTest extends InventoryContract {

  private static final SandboxPods SANDBOX = new SandboxPods();

  @AfterAll
  static void stop() {
    SANDBOX.close();
  }

  @Override
  protected Stage open() {
    return new KubernetesInventoryStage(SANDBOX.namespace());
  }
}
