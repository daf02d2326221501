package uz.stario.rollback.app.wiring;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Threads for what reads from the network.
 *
 * <p>Platform threads, kept for the next task, and not virtual ones: a virtual thread that waits
 * for a socket brings a poller with it, which sits in native code for ever, and a JVM that ends
 * gives every thread in native code 0.3 s. As many run as a wave has steps.
 */
public final class Threads {

  private Threads() {}

  /** To be closed, which waits for what runs. */
  public static ExecutorService pool(String name) {
    return Executors.newCachedThreadPool(
        Thread.ofPlatform().daemon().name(name + "-", 1).factory());
  }
}
