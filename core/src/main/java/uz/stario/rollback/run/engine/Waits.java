package uz.stario.rollback.run.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import uz.stario.rollback.plan.StepId;
import uz.stario.rollback.port.Subscription;
import uz.stario.rollback.run.RunEvent;

/** What is subscribed to for the steps of a run, until they end. Used by one drain at a time. */
final class Waits implements AutoCloseable {

  private final Map<StepId, List<Subscription>> open = new HashMap<>();

  void keep(StepId step, Subscription subscription) {
    open.computeIfAbsent(step, _ -> new ArrayList<>()).add(subscription);
  }

  void closeEnded(List<RunEvent> events) {
    for (RunEvent event : events) {
      if (event instanceof RunEvent.StepEnded ended) {
        List<Subscription> over = open.remove(ended.step());
        if (over != null) {
          over.forEach(Subscription::close);
        }
      }
    }
  }

  @Override
  public void close() {
    open.values().forEach(list -> list.forEach(Subscription::close));
    open.clear();
  }
}
