package uz.stario.rollback.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What must be given back, last taken first, once: in the end, or on Ctrl-C, which the JVM answers
 * with its shutdown hooks.
 */
final class Cleanup implements AutoCloseable {

  private static volatile boolean interrupted;

  private final Deque<AutoCloseable> taken = new ArrayDeque<>();

  private Cleanup() {}

  static Cleanup whateverHappens() {
    Cleanup cleanup = new Cleanup();
    Runtime.getRuntime().addShutdownHook(new Thread(cleanup::atShutdown, "cleanup"));
    return cleanup;
  }

  /** Whether the user wants no more; what fails from then on is not worth telling. */
  static boolean interrupted() {
    return interrupted;
  }

  synchronized <T extends AutoCloseable> T later(T resource) {
    taken.push(resource);
    return resource;
  }

  private void atShutdown() {
    interrupted = true;
    try {
      close();
    } catch (BenchFailure failure) {
      System.err.println(failure.getMessage());
    }
  }

  @Override
  public synchronized void close() throws BenchFailure {
    @Nullable Exception first = null;
    while (!taken.isEmpty()) {
      try {
        taken.pop().close();
      } catch (Exception e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw BenchFailure.failed("cleaning up failed: " + first.getMessage());
    }
  }
}
