package uz.stario.rollback.adapters.kubernetes;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import uz.stario.rollback.testkit.InventoryContract;

/** The contract on the cluster that {@code KUBECONFIG} names. */
@Tag("live")
class LiveInventoryTest extends InventoryContract {

  private final String image = System.getenv().getOrDefault("STARIO_LIVE_IMAGE", "stario/app");

  @Override
  protected Stage open() {
    return new KubernetesInventoryStage(
        new KubernetesStage(
            KubernetesConnection.Settings.of(
                Optional.empty(), Optional.empty(), Optional.empty(), System.getenv()),
            "inventory-" + UUID.randomUUID().toString().substring(0, 8),
            version -> image + ":v" + version,
            image + ":nopull"));
  }
}
