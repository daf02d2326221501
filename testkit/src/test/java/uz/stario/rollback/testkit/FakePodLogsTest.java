package uz.stario.rollback.testkit;

import java.time.Instant;
import uz.stario.rollback.port.PodLogs;
import uz.stario.rollback.release.WorkloadRef;

class FakePodLogsTest extends PodLogsContract {

  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

  @Override
  protected Stage open() {
    FakePodLogs logs = new FakePodLogs();
    return new Stage() {
      @Override
      public PodLogs logs() {
        return logs;
      }

      @Override
      public String words() {
        return "started v1";
      }

      @Override
      public String newWords() {
        return "started v2";
      }

      @Override
      public void create(String name, int pods) {
        WorkloadRef workload = WorkloadRef.deployment(name);
        logs.workload(workload);
        for (int i = 0; i < pods; i++) {
          String pod = name + "-6d4b75cb6d-" + i;
          logs.pod(workload, pod).write(workload, pod, AT, words());
        }
      }

      @Override
      public void releaseUnready(String name) {
        WorkloadRef workload = WorkloadRef.deployment(name);
        logs.formerPod(workload, name + "-6d4b75cb6d-0")
            .write(workload, name + "-6d4b75cb6d-0", AT, words())
            .pod(workload, name + "-7f9c-0")
            .write(workload, name + "-7f9c-0", AT, newWords());
      }

      @Override
      public void createCrashing(String name) {
        create(name, 1);
        logs.crash(WorkloadRef.deployment(name), name + "-6d4b75cb6d-0");
      }

      @Override
      public void close() {}
    };
  }
}
