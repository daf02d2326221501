package uz.stario.rollback.app.conformance;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/**
 * The scenarios on the cluster that {@code KUBECONFIG} names; {@code -Dupdate.golden=true} records
 * them.
 */
@Tag("live")
class LiveScenariosTest extends Scenes {

  @Override
  Place open(Path home) {
    return Place.live(home);
  }

  @Override
  boolean records() {
    return true;
  }
}
