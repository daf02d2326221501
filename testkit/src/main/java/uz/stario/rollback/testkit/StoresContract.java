package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.port.Stores;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.RunId;
import uz.stario.rollback.run.Sight;

/** What every {@link Stores} does with a change of a kind that it knows. */
public abstract class StoresContract {

  private static final RunId RUN = new RunId("20260102-a1b2");

  protected abstract Stores stores();

  /** A change that can be made, of a store that holds something. */
  protected abstract Action.StoreChange change();

  /** How often it has really been made. */
  protected abstract int done();

  /** How much of what the store held is neither there nor kept. */
  protected abstract int lost();

  @Test
  void a_change_is_made_once_and_seen_from_then_on() {
    Action.StoreChange change = change();
    assertThat(stores().look(change, RUN)).isInstanceOf(Sight.NotDone.class);

    assertThat(stores().perform(change, RUN, 1, false)).isInstanceOf(EffectOutcome.Applied.class);

    assertThat(stores().look(change, RUN)).isInstanceOf(Sight.Done.class);
    assertThat(done()).isOne();
  }

  @Test
  void the_same_run_does_not_make_it_twice() {
    Action.StoreChange change = change();
    var _ = stores().perform(change, RUN, 1, false);

    assertThat(stores().perform(change, RUN, 2, false)).isInstanceOf(EffectOutcome.AlreadySo.class);
    assertThat(stores().perform(change, RUN, 3, true)).isNotInstanceOf(EffectOutcome.Applied.class);
    assertThat(done()).isOne();
  }

  @Test
  void what_another_run_did_is_not_taken_for_ones_own() {
    Action.StoreChange change = change();
    var _ = stores().perform(change, RUN, 1, false);

    assertThat(stores().look(change, new RunId("20260102-c3d4"))).isInstanceOf(Sight.NotDone.class);
  }

  @Test
  void nothing_is_lost() {
    Action.StoreChange change = change();
    assertThat(lost()).isZero();

    var _ = stores().perform(change, RUN, 1, false);

    assertThat(lost()).isZero();
  }
}
