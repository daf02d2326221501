package uz.stario.rollback.app.wiring;

import java.util.Map;
import java.util.function.Supplier;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.port.Stores;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.Sight;

/**
 * Sends each kind of change to the adapter that knows it, made when the first such change comes.
 */
final class StoresByKind implements Stores {

  private final Map<String, Supplier<Stores>> kinds;

  StoresByKind(Map<String, Supplier<Stores>> kinds) {
    this.kinds = Map.copyOf(kinds);
  }

  @Override
  public EffectOutcome perform(
      Action.StoreChange change, RunId run, int attempt, boolean mayHaveRun) {
    return of(change).perform(change, run, attempt, mayHaveRun);
  }

  @Override
  public Sight look(Action.StoreChange change, RunId run) {
    return of(change).look(change, run);
  }

  private Stores of(Action.StoreChange change) {
    return kinds.getOrDefault(change.kind(), () -> Stores.NONE).get();
  }
}
