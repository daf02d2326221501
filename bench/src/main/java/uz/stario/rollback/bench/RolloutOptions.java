package uz.stario.rollback.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What {@code bench/rollout} is asked for.
 *
 * @param size how many Deployments
 * @param keep leave them in the end
 * @param yes run even where the context's name looks like production
 */
record RolloutOptions(int size, String namespace, int rounds, boolean keep, boolean yes) {

  /** Each variant of each round needs a version of its own, and two more come first. */
  private static final int MOST_ROUNDS = (Fleet.VERSIONS - 2) / Variant.values().length;

  private static final int MOST = 5_000;

  static RolloutOptions parse(List<String> arguments) throws BenchFailure {
    Deque<String> left = new ArrayDeque<>(arguments);
    List<String> positional = new ArrayList<>();
    int rounds = 2;
    boolean keep = false;
    boolean yes = false;
    while (!left.isEmpty()) {
      String argument = left.removeFirst();
      switch (argument) {
        case "--keep" -> keep = true;
        case "--yes" -> yes = true;
        case "--rounds" ->
            rounds =
                Arguments.number("--rounds", left.isEmpty() ? "" : left.removeFirst(), MOST_ROUNDS);
        default -> {
          if (argument.startsWith("-")) {
            throw BenchFailure.usage("unknown option " + argument);
          }
          positional.add(argument);
        }
      }
    }
    if (positional.isEmpty() || positional.size() > 2) {
      throw BenchFailure.usage("wanted: N [NAMESPACE]");
    }
    String namespace =
        positional.size() == 2 ? Arguments.namespace(positional.get(1)) : Fleet.OWNER;
    return new RolloutOptions(
        Arguments.number("N", positional.getFirst(), MOST), namespace, rounds, keep, yes);
  }
}
