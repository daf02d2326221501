package uz.stario.rollback.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What {@code bench/waves} is asked for.
 *
 * @param yes run even where the context's name looks like production
 */
record WavesOptions(int rounds, String namespace, boolean yes) {

  private static final int USUAL = 4;

  /** Each round needs two versions of its own, and the first one comes before. */
  private static final int MOST = (Fleet.VERSIONS - 1) / 2;

  static WavesOptions parse(List<String> arguments) throws BenchFailure {
    Deque<String> left = new ArrayDeque<>(arguments);
    int rounds = USUAL;
    String namespace = Fleet.OWNER + "-waves";
    boolean yes = false;
    while (!left.isEmpty()) {
      String argument = left.removeFirst();
      switch (argument) {
        case "--yes" -> yes = true;
        case "--rounds" ->
            rounds = Arguments.number("--rounds", left.isEmpty() ? "" : left.removeFirst(), MOST);
        case "-n" -> namespace = Arguments.namespace(left.isEmpty() ? "" : left.removeFirst());
        default -> throw BenchFailure.usage("unknown argument " + argument);
      }
    }
    return new WavesOptions(rounds, namespace, yes);
  }
}
