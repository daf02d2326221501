package uz.stario.rollback.adapters.kubernetes;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import uz.stario.rollback.testkit.WorkloadsContract;

/**
 * The contract on the cluster that {@code KUBECONFIG} names, in namespaces of its own.
 *
 * <p>Images are told apart by tag; {@code STARIO_LIVE_IMAGE} names one that the cluster's nodes can
 * run as {@code :v1} to {@code :v3}, and not as {@code :nopull}.
 */
@Tag("live")
class LiveWorkloadsTest extends WorkloadsContract {

  @Override
  protected Stage open() {
    String image = System.getenv().getOrDefault("STARIO_LIVE_IMAGE", "stario/app");
    return new KubernetesStage(
        KubernetesConnection.Settings.of(
            Optional.empty(), Optional.empty(), Optional.empty(), System.getenv()),
        "contract-" + UUID.randomUUID().toString().substring(0, 8),
        version -> image + ":v" + version,
        image + ":nopull");
  }
}
