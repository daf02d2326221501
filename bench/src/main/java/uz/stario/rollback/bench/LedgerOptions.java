package uz.stario.rollback.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What {@code bench/ledger} is asked for.
 *
 * @param releases how many are listed from
 * @param pairs how often the list is asked for
 * @param folder on whose disk
 */
record LedgerOptions(int releases, int pairs, Path folder) {

  private static final int MOST = 1_000_000;

  static LedgerOptions parse(List<String> arguments, Path usual) throws BenchFailure {
    Deque<String> left = new ArrayDeque<>(arguments);
    int releases = 10_000;
    int pairs = 15;
    Path folder = usual;
    while (!left.isEmpty()) {
      String argument = left.removeFirst();
      String value = left.isEmpty() ? "" : left.removeFirst();
      switch (argument) {
        case "--releases" -> releases = Arguments.number("--releases", value, MOST);
        case "--pairs" -> pairs = Arguments.number("--pairs", value, MOST);
        case "--in" -> folder = Path.of(value);
        default -> throw BenchFailure.usage("unknown argument " + argument);
      }
    }
    return new LedgerOptions(releases, pairs, folder);
  }
}
