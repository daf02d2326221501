package uz.stario.rollback.playbook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds services that depend on each other in a circle. A search in depth with its own stack, as a
 * file may hold a chain longer than the thread's.
 */
final class Cycles {

  private final Map<String, List<Located<String>>> dependencies;
  private final Mistakes mistakes;
  private final Set<String> finished = new HashSet<>();
  private final List<String> trail = new ArrayList<>();
  private final Set<String> onTrail = new HashSet<>();
  private final Deque<Iterator<Located<String>>> open = new ArrayDeque<>();

  private Cycles(Map<String, List<Located<String>>> dependencies, Mistakes mistakes) {
    this.dependencies = dependencies;
    this.mistakes = mistakes;
  }

  /**
   * Reports each circle at the entry that closes it.
   *
   * @param dependencies by service, only those that exist and are not the service itself
   */
  static void report(Map<String, List<Located<String>>> dependencies, Mistakes mistakes) {
    Cycles cycles = new Cycles(dependencies, mistakes);
    dependencies.keySet().forEach(cycles::search);
  }

  private void search(String start) {
    if (!finished.contains(start)) {
      enter(start);
    }
    while (!open.isEmpty()) {
      if (!open.element().hasNext()) {
        leave();
        continue;
      }
      Located<String> next = open.element().next();
      if (onTrail.contains(next.value())) {
        close(next);
      } else if (!finished.contains(next.value())) {
        enter(next.value());
      }
    }
  }

  private void enter(String service) {
    trail.add(service);
    onTrail.add(service);
    open.push(dependencies.getOrDefault(service, List.of()).iterator());
  }

  private void leave() {
    open.pop();
    String service = trail.removeLast();
    onTrail.remove(service);
    finished.add(service);
  }

  private void close(Located<String> entry) {
    if (mistakes.full()) {
      return;
    }
    List<String> circle =
        new ArrayList<>(trail.subList(trail.indexOf(entry.value()), trail.size()));
    Collections.addAll(circle, entry.value());
    // A circle of many services is still told by its first few.
    String names =
        circle.size() <= 10
            ? String.join(" -> ", circle)
            : String.join(" -> ", circle.subList(0, 9)) + " -> … -> " + entry.value();
    mistakes.add(entry, "services depend on each other in a circle: " + names);
  }
}
