package uz.stario.rollback.testkit;

import java.util.List;
import uz.stario.rollback.port.PodCommands;
import uz.stario.rollback.release.WorkloadRef;
import uz.stario.rollback.verify.CommandOutcome;

class FakePodCommandsTest extends PodCommandsContract {

  private static final WorkloadRef READY = WorkloadRef.deployment("ready");
  private static final WorkloadRef UNREADY = WorkloadRef.deployment("unready");

  @Override
  protected Stage open() {
    FakePodCommands commands =
        new FakePodCommands()
            .pod(READY, true)
            .pod(UNREADY, false)
            .program("true", _ -> new CommandOutcome.Ended(0, List.of()))
            .program("false", _ -> new CommandOutcome.Ended(1, List.of()))
            .program(
                "ls",
                paths -> new CommandOutcome.Ended(2, List.of("ls: " + paths.getFirst() + ": no")))
            .program(
                "echo",
                words -> new CommandOutcome.Ended(0, String.join(" ", words).lines().toList()));
    return new Stage() {
      @Override
      public PodCommands commands() {
        return commands;
      }

      @Override
      public WorkloadRef ready() {
        return READY;
      }

      @Override
      public WorkloadRef unready() {
        return UNREADY;
      }

      @Override
      public void close() {}
    };
  }
}
