package uz.stario.rollback.testkit.simulation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Runs many seeds of the simulator on all processors; stops at the first that fails. */
public final class Simulate {

  /** A line so often. */
  private static final int TOLD_EVERY = 10_000;

  private Simulate() {}

  /** Arguments: {@code --seeds N [--from SEED]}. */
  public static void main(String[] arguments) {
    int code;
    try {
      code = run(List.of(arguments));
    } catch (NumberFormatException e) {
      System.err.println("bench/simulate: " + e.getMessage() + "; see --help");
      code = 2;
    }
    System.exit(code);
  }

  private static int run(List<String> arguments) {
    int seeds = option(arguments, "--seeds", 10_000);
    int from = option(arguments, "--from", 1);
    AtomicLong next = new AtomicLong(from);
    Queue<AssertionError> failed = new ConcurrentLinkedQueue<>();
    Map<String, AtomicLong> seen = new ConcurrentHashMap<>();
    long start = System.nanoTime();
    List<Thread> threads =
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
            .mapToObj(i ->
                Thread.ofPlatform()
                    .name("seeds-" + i)
                    .start(() -> {
                      long seed = next.getAndIncrement();
                      while (seed < (long) from + seeds && failed.isEmpty()) {
                        try {
                          for (String word : Seeds.run(seed)) {
                            seen.computeIfAbsent(word, _ -> new AtomicLong()).incrementAndGet();
                          }
                        } catch (AssertionError e) {
                          failed.add(e);
                        }
                        if (seed % TOLD_EVERY == 0) {
                          System.err.printf(Locale.ROOT, "seed %d%n", seed);
                        }
                        seed = next.getAndIncrement();
                      }
                    }))
            .toList();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.println("seeds with " + new TreeMap<>(seen));
    Optional<AssertionError> bug = Optional.ofNullable(failed.peek());
    bug.ifPresent(e -> System.out.println(e.getMessage()));
    System.out.printf(
        Locale.ROOT,
        "simulate seeds=%d violations=%d seconds=%.1f seeds/s=%.0f%n",
        seeds,
        bug.isPresent() ? 1 : 0,
        seconds,
        seeds / seconds);
    return bug.isPresent() ? 1 : 0;
  }

  private static int option(List<String> arguments, String name, int absent) {
    int at = arguments.indexOf(name);
    if (at < 0) {
      return absent;
    }
    return Integer.parseInt(at + 1 < arguments.size() ? arguments.get(at + 1) : "");
  }
}
