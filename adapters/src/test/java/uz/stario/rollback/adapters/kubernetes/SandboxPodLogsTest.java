package uz.stario.rollback.adapters.kubernetes;

import org.junit.jupiter.api.AfterAll;
import uz.stario.rollback.port.PodLogs;
import uz.stario.rollback.testkit.PodLogsContract;

/** The contract on the sandbox, whose small images write one line when they begin. */
class SandboxPodLogsTest extends PodLogsContract {

  private static final SandboxPods SANDBOX = new SandboxPods();

  @AfterAll
  static void stop() {
    SANDBOX.close();
  }

  @Override
  protected Stage open() {
    KubernetesStage namespace = SANDBOX.namespace();
    PodLogs logs = namespace.kubernetes().logs();
    return new Stage() {
      private String image = SandboxPods.IMAGE;

      @Override
      public PodLogs logs() {
        return logs;
      }

      @Override
      public String words() {
        return "started " + image;
      }

      @Override
      public String newWords() {
        return "started example.org/app:v2-never-ready";
      }

      @Override
      public void create(String name, int pods) {
        namespace.create(name, image, pods);
      }

      @Override
      public void releaseUnready(String name) {
        namespace.setImage(name, "example.org/app:v2-never-ready");
      }

      @Override
      public void createCrashing(String name) {
        image = "example.org/app:v1-crash";
        namespace.create(name, image, 1);
      }

      @Override
      public void close() {
        namespace.close();
      }
    };
  }
}
