package uz.stario.rollback.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What {@code bench/journal} is asked for.
 *
 * @param runs how many old runs are listed from
 * @param steps how many steps are journaled
 * @param pairs how often the list is asked for
 * @param folder on whose disk
 */
record JournalOptions(int runs, int steps, int pairs, Path folder) {

  private static final int MOST = 100_000;

  static JournalOptions parse(List<String> arguments, Path usual) throws BenchFailure {
    Deque<String> left = new ArrayDeque<>(arguments);
    int runs = 10_000;
    int steps = 500;
    int pairs = 15;
    Path folder = usual;
    while (!left.isEmpty()) {
      String argument = left.removeFirst();
      String value = left.isEmpty() ? "" : left.removeFirst();
      switch (argument) {
        case "--runs" -> runs = Arguments.number("--runs", value, MOST);
        case "--steps" -> steps = Arguments.number("--steps", value, MOST);
        case "--pairs" -> pairs = Arguments.number("--pairs", value, MOST);
        case "--in" -> folder = Path.of(value);
        default -> throw BenchFailure.usage("unknown argument " + argument);
      }
    }
    return new JournalOptions(runs, steps, pairs, folder);
  }
}
