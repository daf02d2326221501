package uz.stario.rollback.playbook;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import uz.stario.rollback.problem.Nearest;

/** Collects what is wrong with a file. Not thread-safe. */
final class Mistakes {

  /** Nobody reads more, and a hostile file must not cost time. */
  static final int MOST = 100;

  private final List<Mistake> found = new ArrayList<>();
  private boolean more;

  void add(Located<?> where, String message) {
    add(where.path(), where.at(), message);
  }

  void add(String path, Position at, String message) {
    if (found.size() < MOST) {
      found.add(new Mistake(path, at, message));
    } else {
      more = true;
    }
  }

  /** Adds a mistake with the nearest of the valid names, which is given back. */
  Optional<String> add(
      String path, Position at, String message, String written, Collection<String> valid) {
    if (found.size() >= MOST) {
      more = true;
      return Optional.empty();
    }
    Optional<String> meant = Nearest.nearest(written, valid);
    add(path, at, message + meant.map(name -> "; did you mean " + name + "?").orElse(""));
    return meant;
  }

  /** Whether further ones are only counted as more. */
  boolean full() {
    return more;
  }

  boolean none() {
    return found.isEmpty();
  }

  /** In the order of the file. */
  List<Mistake> all() {
    Comparator<Mistake> order =
        Comparator.<Mistake>comparingInt(m -> m.at().line()).thenComparingInt(m -> m.at().column());
    List<Mistake> all = new ArrayList<>(found.stream().sorted(order).toList());
    if (more) {
      Position last = all.getLast().at();
      all.add(new Mistake("", last, "there are more; these are the first " + MOST));
    }
    return all;
  }
}
