package uz.stario.platform.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How often one address may be tried in vain: ten times in a minute. Safe for threads.
 *
 * <p>By address and not by who asks, for behind a proxy all come from one. It remembers so many
 * addresses and forgets the ones tried longest ago, so that a flood of them takes no memory.
 */
final class SignInLimit {

  static final int TRIES = 10;
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int REMEMBERED = 10_000;

  private final InstantSource clock;
  private final Map<String, Deque<Instant>> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
          return size() > REMEMBERED;
        }
      };

  SignInLimit(InstantSource clock) {
    this.clock = clock;
  }

  /** Seconds until the next try; empty where it may be now. */
  synchronized OptionalInt waitSeconds(String address) {
    Deque<Instant> last = failures.get(address);
    if (last == null) {
      return OptionalInt.empty();
    }
    Instant now = clock.instant();
    while (!last.isEmpty() && !last.getFirst().plus(WINDOW).isAfter(now)) {
      last.removeFirst();
    }
    if (last.size() < TRIES) {
      return OptionalInt.empty();
    }
    Duration left = Duration.between(now, last.getFirst().plus(WINDOW));
    return OptionalInt.of((int) left.plusMillis(999).toSeconds());
  }

  synchronized void failed(String address) {
    failures.computeIfAbsent(address, _ -> new ArrayDeque<>()).addLast(clock.instant());
  }

  synchronized void succeeded(String address) {
    failures.remove(address);
  }
}
