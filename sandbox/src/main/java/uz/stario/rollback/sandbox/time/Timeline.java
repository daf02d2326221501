package uz.stario.rollback.sandbox.time;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock and the one queue of work that the controllers and pods share.
 *
 * <p>Tasks run one at a time, ordered by due time and then by submission, so nothing that runs on a
 * timeline needs a lock of its own. All methods may be called from any thread. The number of
 * waiting tasks is bounded by the number of objects in the cluster: controllers queue a key at most
 * once.
 */
public interface Timeline extends AutoCloseable {

  /** The present instant of this timeline. */
  Instant now();

  /**
   * Runs the task once the delay has passed; a task still waiting at {@link #close()} never runs.
   */
  void after(Duration delay, Runnable task);

  /** Runs the task as soon as those already due have run. */
  default void soon(Runnable task) {
    after(Duration.ZERO, task);
  }

  /**
   * Does work that takes a while beside the timeline, and then goes on upon it; never goes on once
   * the timeline is closed, so what the work has opened by then it must itself see closed.
   */
  void beside(Runnable work, Runnable then);

  @Override
  void close();
}
