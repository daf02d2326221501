package uz.stario.rollback.sandbox.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The rules in force. The first in order that fits a request decides; safe for all threads.
 *
 * <p>Rules that share a request are drawn under one seed, so the same requests in the same order
 * meet the same faults.
 */
public final class Faults {
  private final Consumer<Fault.OfCluster> cluster;
  private final long seed;
  private final List<Pending> pending = new ArrayList<>();
  private int added;
  private int happened;

  /** A rule with what is left of it. */
  private static final class Pending {
    final Rule rule;
    final Random random;
    int skip;
    int left;

    Pending(Rule rule, Random random) {
      this.rule = rule;
      this.random = random;
      this.skip = rule.skip();
      this.left = rule.times() == 0 ? Integer.MAX_VALUE : rule.times();
    }
  }

  /**
   * No faults yet.
   *
   * @param cluster brings about the faults of the cluster
   * @param seed what probabilities are drawn under
   */
  public Faults(Consumer<Fault.OfCluster> cluster, long seed) {
    this.cluster = cluster;
    this.seed = seed;
  }

  /** Adds a rule after the others; a fault of the cluster happens at once. */
  public void add(Rule rule) {
    switch (rule.fault()) {
      case Fault.OfCluster now -> cluster.accept(now);
      case Fault.OfRequest _ -> {
        synchronized (this) {
          pending.add(new Pending(rule, new Random(seed * 31 + added)));
          added++;
        }
      }
    }
  }

  /** Forgets all rules; what has happened to the cluster stays. */
  public synchronized void clear() {
    pending.clear();
  }

  /** How many requests met a fault so far. */
  public synchronized int happened() {
    return happened;
  }

  /** What goes wrong with a request, before it is served; counts as happened. */
  public Optional<Fault.OfRequest> meet(Rule.Call call) {
    return draw(call, false);
  }

  /** Which webhook refuses a write, whoever makes it; counts as happened. */
  public Optional<Fault.WebhookRefuses> refusal(Rule.Call call) {
    return draw(call, true).map(Fault.WebhookRefuses.class::cast);
  }

  private synchronized Optional<Fault.OfRequest> draw(Rule.Call call, boolean webhooks) {
    for (Pending candidate : pending) {
      if (candidate.rule.fault() instanceof Fault.OfRequest fault
          && fault instanceof Fault.WebhookRefuses == webhooks
          && candidate.rule.matches(call)
          && drawn(candidate)) {
        happened++;
        pending.removeIf(rule -> rule.left == 0);
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  private static boolean drawn(Pending candidate) {
    if (candidate.skip > 0) {
      candidate.skip--;
      return false;
    }
    if (candidate.rule.probability() < 1
        && candidate.random.nextDouble() >= candidate.rule.probability()) {
      return false;
    }
    if (candidate.left != Integer.MAX_VALUE) {
      candidate.left--;
    }
    return true;
  }
}
