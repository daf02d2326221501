package uz.stario.rollback.lock;

import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Confirmation;
import uz.stario.rollback.plan.Plan;
import uz.stario.rollback.plan.Step;
import uz.stario.rollback.plan.WorkloadPlan;

/** Names what one run at a time may change, within its environment: {@code deployment/api}. */
public record TargetKey(String value) implements Comparable<TargetKey> {

  public TargetKey {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a target has a name");
    }
  }

  /** All that a plan may change: its workloads, and what else its steps name. */
  public static NavigableSet<TargetKey> of(Plan plan) {
    Stream<String> workloads =
        plan.workloads().stream().map(WorkloadPlan::workload).map(Object::toString);
    Stream<String> others = plan.steps().stream().map(Step::action).flatMap(TargetKey::besides);
    NavigableSet<TargetKey> keys = new TreeSet<>();
    Stream.concat(workloads, others).map(TargetKey::new).forEach(keys::add);
    return keys;
  }

  private static Stream<String> besides(Action action) {
    return action instanceof Action.StoreChange || action instanceof Action.Restart
        ? Stream.of(Confirmation.target(action))
        : Stream.of();
  }

  @Override
  public int compareTo(TargetKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
