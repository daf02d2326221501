package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A program on this machine, such as {@code ./scripts/smoke-tests.sh}, that must end with 0.
 *
 * @param command a program and its arguments; no shell
 * @param environment variables that it is given besides a bare minimum; {@code ${url}} in them
 *     stands for the environment's address
 */
public record ScriptCheck(
    String name, List<String> command, SortedMap<String, String> environment, Duration limit)
    implements Check {
  public ScriptCheck {
    command = List.copyOf(command);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(environment)));
  }

  @Override
  public ScriptCheck in(Environment where) {
    SortedMap<String, String> variables = new TreeMap<>();
    environment.forEach((variable, value) -> variables.put(variable, where.complete(value)));
    return new ScriptCheck(name, command, variables, limit);
  }
}
