package uz.stario.rollback.adapters.slack;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Delivers messages in order behind a bounded queue, so that nobody waits for it.
 *
 * <p>One virtual thread takes 32 jobs at most; one that finds the queue full is lost, and counted.
 * Each message is tried three times at most, one and two seconds apart or as long as Slack's {@code
 * Retry-After} asks for. {@link #close} waits a bounded while. Thread-safe; never throws.
 */
final class Outbox {

  /** A run posts two messages; 32 is a burst of runs while Slack is slow. */
  private static final int QUEUE = 32;

  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(1);
  private static final String NO_TIME = "there was no time left for it";

  private final Pause pause;
  private final Duration patience;
  private final Tally tally;
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUE),
          Thread.ofVirtual().name("slack").factory());

  /**
   * @param channel as people call it
   * @param patience how long the end waits for what is still on its way
   */
  Outbox(String channel, Pause pause, Duration patience) {
    this.pause = pause;
    this.patience = patience;
    this.tally = new Tally(channel);
  }

  /** One attempt at one message. */
  interface Attempt {
    Delivery send(Duration backOff) throws InterruptedException;
  }

  /** Some messages, delivered one after the other by the outbox's own thread. */
  interface Job {
    void deliver() throws InterruptedException;
  }

  /** What is to be delivered, and how many messages that is. */
  private record Pending(int messages, Job job, Tally tally) implements Runnable {
    @Override
    public void run() {
      try {
        job.deliver();
      } catch (InterruptedException e) {
        // What was under way has counted itself; the worker ends with the program.
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Takes a job and returns at once.
   *
   * @param messages how many it will deliver or give up
   */
  void add(int messages, Job job) {
    tally.posted(messages);
    try {
      worker.execute(new Pending(messages, job, tally));
    } catch (RejectedExecutionException e) {
      tally.lost(messages, worker.isShutdown() ? "it came too late" : "too many were waiting");
    }
  }

  /**
   * Delivers one message, or gives it up and counts it.
   *
   * @return {@code Delivered} or what the last attempt came to
   * @throws InterruptedException when there is no time left; it is counted
   */
  Delivery deliver(Attempt attempt) throws InterruptedException {
    return deliver(attempt, false);
  }

  /** The same for a change, which is the same however often it is made. */
  Delivery change(Attempt attempt) throws InterruptedException {
    return deliver(attempt, true);
  }

  private Delivery deliver(Attempt attempt, boolean repeatable) throws InterruptedException {
    Duration backOff = FIRST_BACK_OFF;
    boolean twice = false;
    try {
      for (int number = 1; ; number++) {
        Delivery delivery = attempt.send(backOff);
        switch (delivery) {
          case Delivery.Delivered _ -> {
            tally.delivered();
            if (twice) {
              tally.note("A message may stand twice: the answer to it was lost.");
            }
            return delivery;
          }
          case Delivery.Never(String reason) -> {
            tally.lost(1, reason);
            return twice ? new Delivery.Later(reason, backOff, true) : delivery;
          }
          case Delivery.Gone _ -> {
            return delivery; // not counted: something else is tried
          }
          case Delivery.Later(String reason, Duration after, boolean mayHaveArrived) -> {
            twice |= mayHaveArrived && !repeatable;
            if (number == ATTEMPTS) {
              tally.lost(1, reason + ", " + ATTEMPTS + " times");
              return new Delivery.Later(reason, after, twice);
            }
            pause.pause(after);
          }
        }
        backOff = backOff.multipliedBy(2);
      }
    } catch (InterruptedException e) {
      tally.lostToo(1, NO_TIME);
      throw e;
    }
  }

  /** Gives up messages that make no sense without another one. */
  void giveUp(int messages, String reason) {
    tally.lostToo(messages, reason);
  }

  /** A message that stands there already. */
  void stands() {
    tally.delivered();
  }

  void note(String note) {
    tally.note(note);
  }

  void close() {
    worker.shutdown();
    try {
      if (worker.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Runnable waiting : worker.shutdownNow()) {
      if (waiting instanceof Pending pending) {
        tally.lostToo(pending.messages(), NO_TIME);
      }
    }
  }

  String undelivered() {
    return tally.undelivered();
  }
}
