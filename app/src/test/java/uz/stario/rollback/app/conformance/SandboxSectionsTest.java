package uz.stario.rollback.app.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import uz.stario.rollback.app.RealStores;
import uz.stario.rollback.sandbox.Sandbox;
import uz.stario.rollback.sandbox.SandboxOptions;
import uz.stario.rollback.sandbox.platform.PlatformManifests;
import uz.stario.rollback.sandbox.platform.StoreServers;

/** The sections of the playbook on the sandbox, with its services as pods and real stores. */
@TestInstance(Lifecycle.PER_CLASS)
class SandboxSectionsTest extends Sections {
  private StoreServers servers;

  @BeforeAll
  void startStores() throws Exception {
    servers = RealStores.start();
  }

  @AfterAll
  void stopStores() {
    if (servers != null) {
      servers.close();
    }
  }

  @Override
  Site open(Path home, String name) throws Exception {
    Sandbox sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .withStores(servers.stores())
                .withPace(Duration.ofMillis(20), 0.02));
    Path kubeconfig = Files.writeString(home.resolve("kubeconfig"), sandbox.kubeconfig());
    Site site = new Simulated(sandbox, home, kubeconfig);
    deploy(site);
    return site;
  }

  private record Simulated(Sandbox sandbox, Path home, Path kubeconfig) implements Site {
    @Override
    public Kubectl kubectl() {
      return new Kubectl(home, kubeconfig, List.of("--namespace=" + namespace()));
    }

    @Override
    public String namespace() {
      return PlatformManifests.NAMESPACE;
    }

    @Override
    public String image(String workload, String version) {
      return PlatformManifests.image(workload, version);
    }

    @Override
    public boolean kubelet() {
      return true;
    }

    @Override
    public void close() {
      sandbox.close();
    }
  }
}
