package uz.stario.rollback.sandbox.pods;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import uz.stario.rollback.sandbox.time.Timeline;

/** The newest lines a container wrote; safe for all threads. */
public final class ContainerLog {
  /** Enough for every log check of a drill, and small enough for hundreds of pods. */
  private static final int MOST_LINES = 1_000;

  /**
   * One line.
   *
   * @param number its place among all lines of the container, from zero
   * @param at when it was written
   * @param text the line without its end
   */
  public record Line(long number, Instant at, String text) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Line> lines = new ArrayDeque<>();
  private final Timeline timeline;
  private long written;
  private boolean closed;

  ContainerLog(Timeline timeline) {
    this.timeline = timeline;
  }

  /** Adds a line; the oldest goes once there are too many. */
  public void add(String text) {
    lock.lock();
    try {
      if (lines.size() == MOST_LINES) {
        lines.removeFirst();
      }
      lines.add(new Line(written++, timeline.now(), text));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The kept lines from a number on. */
  public List<Line> from(long number) {
    lock.lock();
    try {
      List<Line> wanted = new ArrayList<>();
      for (Line line : lines) {
        if (line.number() >= number) {
          wanted.add(line);
        }
      }
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a line of that number; false once the container has ended and wrote no such line, or
   * time is up.
   */
  public boolean await(long number, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (written <= number && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return written > number;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the container has ended. */
  public boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
