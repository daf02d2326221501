package uz.stario.rollback.port;

import java.util.Map;
import java.util.function.Supplier;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.Sight;

/**
 * Changes databases, flag stores and queues, each kind by its own adapter. Thread-safe.
 *
 * <p>A change that must not be done twice carries a precondition that its target enforces, for no
 * lock stops a process that was asleep.
 */
public interface Stores {

  /** Knows no kind. */
  Stores NONE =
      new Stores() {
        @Override
        public EffectOutcome perform(
            Action.StoreChange change, RunId run, int attempt, boolean mayHaveRun) {
          return new EffectOutcome.Refused("no adapter here knows steps of kind " + change.kind());
        }

        @Override
        public Sight look(Action.StoreChange change, RunId run) {
          return new Sight.CannotTell("no adapter here knows steps of kind " + change.kind());
        }
      };

  /**
   * Sends each kind of change to the adapter that knows it, made when the first such change comes.
   */
  static Stores byKind(Map<String, Supplier<Stores>> kinds) {
    Map<String, Supplier<Stores>> known = Map.copyOf(kinds);
    return new Stores() {
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
        return known.getOrDefault(change.kind(), () -> NONE).get();
      }
    };
  }

  /**
   * Tries the change once; looks before it acts, and answers {@link EffectOutcome.Unknown} where
   * one that must not be repeated may have been made already and cannot be seen.
   *
   * @param mayHaveRun whether an earlier attempt's answer was lost
   */
  EffectOutcome perform(Action.StoreChange change, RunId run, int attempt, boolean mayHaveRun);

  /** Only looks whether the run's change has been made. */
  Sight look(Action.StoreChange change, RunId run);
}
