package uz.stario.rollback.app.cli.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import uz.stario.rollback.app.command.Invocation;
import uz.stario.rollback.app.command.Refusal;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.port.Journal;
import uz.stario.rollback.run.RunEvent;

/** A run as the journal has it. */
record PastRun(List<RunEvent> events) {

  /** The newest run of the stage's journal; empty where none began. */
  static Optional<PastRun> newest(Stage stage, Invocation invocation) throws Refusal {
    try (var wiring = stage.within(invocation).wiring()) {
      Journal journal = Refusal.orThrow(wiring.journal());
      List<Journal.Summary> runs = Refusal.orThrow(journal.runs(1));
      if (runs.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(new PastRun(Refusal.orThrow(journal.read(runs.getFirst().run()))));
    }
  }

  /** Its moments: begun, rolled back, verified. */
  void addTo(Chronicle chronicle, String version) {
    Set<StepId> rollBacks = new HashSet<>();
    for (RunEvent event : events) {
      if (event instanceof RunEvent.Started started) {
        started.plan().steps().stream()
            .filter(step -> step.action() instanceof Action.RollBack)
            .forEach(step -> rollBacks.add(step.id()));
        chronicle.add(started.at(), "the rollback begins");
      } else if (event instanceof RunEvent.StepEnded ended && rollBacks.contains(ended.step())) {
        chronicle.add(ended.at(), "rolled back to " + version);
      } else if (event instanceof RunEvent.Ended ended) {
        chronicle.add(ended.at(), "verified: pods, health check");
      }
    }
  }
}
