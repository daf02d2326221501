package uz.stario.rollback.adapters.kubernetes;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;

/** The contract on the cluster that {@code KUBECONFIG} names, in namespaces of its own. */
@Tag("live")
class LiveLeaseTest extends LeaseContract {

  @Override
  LeaseStage open() {
    return new LeaseStage(
        KubernetesConnection.Settings.of(
            Optional.empty(), Optional.empty(), Optional.empty(), System.getenv()),
        "locks-" + UUID.randomUUID().toString().substring(0, 8));
  }
}
