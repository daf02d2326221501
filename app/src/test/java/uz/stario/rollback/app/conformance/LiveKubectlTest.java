package uz.stario.rollback.app.conformance;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** The same on the cluster that {@code KUBECONFIG} names. */
@Tag("live")
class LiveKubectlTest extends KubectlSuite {

  @Override
  Place open(Path home) {
    return Place.live(home);
  }

  @Override
  boolean sandbox() {
    return false;
  }
}
