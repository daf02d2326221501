package uz.stario.rollback.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What {@code bench/start} is asked for.
 *
 * @param pairs how often each is started
 * @param yes run even where the context's name looks like production
 */
record StartOptions(int pairs, String namespace, boolean yes) {

  private static final int PAIRS = 15;
  private static final int MOST = 1_000;

  static StartOptions parse(List<String> arguments) throws BenchFailure {
    Deque<String> left = new ArrayDeque<>(arguments);
    int pairs = PAIRS;
    String namespace = Fleet.OWNER + "-start";
    boolean yes = false;
    while (!left.isEmpty()) {
      String argument = left.removeFirst();
      switch (argument) {
        case "--yes" -> yes = true;
        case "--pairs" ->
            pairs = Arguments.number("--pairs", left.isEmpty() ? "" : left.removeFirst(), MOST);
        case "-n" -> namespace = Arguments.namespace(left.isEmpty() ? "" : left.removeFirst());
        default -> throw BenchFailure.usage("unknown argument " + argument);
      }
    }
    return new StartOptions(pairs, namespace, yes);
  }
}
