package uz.stario.rollback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import uz.stario.rollback.sandbox.platform.StoreServers;

/** A real PostgreSQL and Redis for a test; without them it is left out, but never with CI=true. */
public final class RealStores {

  private RealStores() {}

  /** Starts them; whoever closes them ends them. */
  public static StoreServers start() throws IOException, InterruptedException {
    StoreServers servers = StoreServers.start();
    boolean complete = servers.missing().isEmpty();
    if (!complete) {
      servers.close();
    }
    assertThat(complete || !"true".equals(System.getenv("CI")))
        .as("with CI=true nothing is left out: " + servers.missing())
        .isTrue();
    assumeTrue(complete, () -> String.join("; ", servers.missing()));
    return servers;
  }
}
