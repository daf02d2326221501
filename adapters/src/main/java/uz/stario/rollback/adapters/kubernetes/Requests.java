package uz.stario.rollback.adapters.kubernetes;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the requests made, by verb and resource ({@code list deployments}); a watch counts each
 * time it is opened. Thread-safe.
 */
public final class Requests {

  private final Map<String, LongAdder> made = new ConcurrentHashMap<>();

  Requests() {}

  void count(String verb, String resource) {
    made.computeIfAbsent(verb + " " + resource, key -> new LongAdder()).increment();
  }

  /** How many of a verb and resource. */
  public long of(String verb, String resource) {
    LongAdder count = made.get(verb + " " + resource);
    return count == null ? 0 : count.sum();
  }

  /** All counts, sorted by name. */
  public Map<String, Long> all() {
    Map<String, Long> all = new TreeMap<>();
    made.forEach((key, count) -> all.put(key, count.sum()));
    return all;
  }
}
