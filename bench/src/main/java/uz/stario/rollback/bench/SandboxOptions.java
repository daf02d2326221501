package uz.stario.rollback.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What {@code bench/sandbox} is asked for.
 *
 * @param rounds how often the sandbox is started
 * @param size how many Deployments are made in it
 */
record SandboxOptions(int rounds, int size) {

  private static final int ROUNDS = 5;
  private static final int MOST_ROUNDS = 100;
  private static final int SIZE = 300;
  private static final int MOST = 5_000;

  static SandboxOptions parse(List<String> arguments) throws BenchFailure {
    Deque<String> left = new ArrayDeque<>(arguments);
    int rounds = ROUNDS;
    int size = SIZE;
    while (!left.isEmpty()) {
      String argument = left.removeFirst();
      String value = left.isEmpty() ? "" : left.removeFirst();
      switch (argument) {
        case "--rounds" -> rounds = Arguments.number("--rounds", value, MOST_ROUNDS);
        case "--size" -> size = Arguments.number("--size", value, MOST);
        default -> throw BenchFailure.usage("unknown argument " + argument);
      }
    }
    return new SandboxOptions(rounds, size);
  }
}
