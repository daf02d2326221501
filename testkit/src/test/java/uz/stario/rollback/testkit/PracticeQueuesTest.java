package uz.stario.rollback.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import uz.stario.rollback.plan.Action;
import uz.stario.rollback.plan.Danger;
import uz.stario.rollback.plan.OnFailure;
import uz.stario.rollback.plan.QueueQuarantine;
import uz.stario.rollback.port.Stores;
import uz.stario.rollback.run.EffectOutcome;
import uz.stario.rollback.run.RunId;

class PracticeQueuesTest extends StoresContract {

  private static final String QUEUE = "video";
  private static final RunId RUN = new RunId("20260102-a1b2");

  private final PracticeQueues queues =
      new PracticeQueues(
              new SettableClock(Fixtures.NOW),
              (at, event) -> {
                throw new IllegalStateException("a store that loses nothing sets no timers");
              },
              1,
              0)
          .put(QUEUE);

  @Override
  protected Stores stores() {
    return queues;
  }

  @Override
  protected Action.StoreChange change() {
    return new Action.StoreChange(
        QueueQuarantine.KIND,
        "queue/" + QUEUE,
        new TreeMap<>(Map.of("key", QUEUE)),
        Danger.DISRUPTIVE,
        true,
        OnFailure.GO_ON,
        Duration.ofSeconds(15),
        "the key of the run holds the jobs",
        "renamed only where there is no such key",
        "rename it back");
  }

  @Override
  protected int done() {
    return queues.done();
  }

  @Override
  protected int lost() {
    return queues.lost();
  }

  @Test
  void jobs_that_came_since_are_left_where_they_are() {
    var _ = queues.perform(change(), RUN, 1, false);
    queues.put(QUEUE);

    assertThat(queues.perform(change(), RUN, 2, true)).isInstanceOf(EffectOutcome.AlreadySo.class);
    assertThat(queues.lost()).isZero();
    assertThat(queues.done(QUEUE, RUN)).isOne();
  }

  @Test
  void a_server_that_renames_over_what_is_there_loses_it() {
    queues.withoutPrecondition();
    var _ = queues.perform(change(), RUN, 1, false);
    queues.put(QUEUE);

    var _ = queues.perform(change(), RUN, 2, true);

    assertThat(queues.lost()).isOne();
  }
}
