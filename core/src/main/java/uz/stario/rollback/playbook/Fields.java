package uz.stario.rollback.playbook;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The entries of one mapping; reports keys that are unknown, doubled or missing. */
final class Fields {

  private final Shape shape;
  private final Located<Node> from;
  private final Mistakes mistakes;
  private final Map<String, Located<Node>> values = new LinkedHashMap<>();

  /** Keys whose absence was already explained. */
  private final Set<String> excused = new HashSet<>();

  Fields(Located<Node> from, Shape shape, Mistakes mistakes) {
    this.shape = shape;
    this.from = from;
    this.mistakes = mistakes;
    Optional<Map<String, Located.Keyed>> entries = entries(from, mistakes);
    if (entries.isEmpty()) {
      excused.addAll(shape.keys());
    }
    entries.ifPresent(this::sort);
  }

  private void sort(Map<String, Located.Keyed> entries) {
    List<String> known = shape.keys();
    List<String> free = known.stream().filter(key -> !entries.containsKey(key)).toList();
    entries.forEach((key, entry) -> {
      if (known.contains(key)) {
        values.put(key, entry.value());
      } else {
        String message = "unknown key";
        // The keys still free come first: one that is there already was hardly meant again.
        List<String> valid = free.isEmpty() ? known : free;
        mistakes
            .add(entry.value().path(), entry.key(), message, key, valid)
            .ifPresent(excused::add);
      }
    });
  }

  /**
   * The values by key, of which the first counts; empty when it is no mapping, which is reported.
   */
  static Optional<Map<String, Located.Keyed>> entries(Located<Node> from, Mistakes mistakes) {
    if (!(from.value() instanceof Node.Mapping mapping)) {
      mistakes.add(from, "must be a mapping of keys, but is " + Values.kind(from.value()));
      return Optional.empty();
    }
    Map<String, Located.Keyed> values = new LinkedHashMap<>();
    for (Node.Entry entry : mapping.entries()) {
      Located.Keyed keyed = new Located.Keyed(entry.at(), Located.of(from.path(), entry));
      Located.Keyed earlier = values.putIfAbsent(entry.key(), keyed);
      if (earlier != null) {
        String message = "this key stands twice; the first time at " + earlier.key();
        mistakes.add(keyed.value().path(), entry.at(), message);
      }
    }
    return Optional.of(values);
  }

  /** The value of a key; a required one that is missing is reported. */
  Optional<Located<Node>> find(String key) {
    Optional<Located<Node>> value = Optional.ofNullable(values.get(key));
    if (value.isEmpty() && shape.requires(key) && !excused.contains(key)) {
      mistakes.add(Paths.child(from.path(), key), from.at(), "is missing");
    }
    return value;
  }

  /** Where a value stands, or the whole mapping when it is missing. */
  Located<Node> place(String key) {
    return values.getOrDefault(key, from);
  }

  Optional<String> text(String key) {
    return find(key).flatMap(value -> Values.text(value, mistakes));
  }

  Optional<String> name(String key, NameRule rule) {
    return find(key).flatMap(value -> Values.name(value, rule, mistakes));
  }

  /** What a reader makes of the value of a key. */
  <R> Optional<R> read(String key, BiFunction<Located<Node>, Mistakes, Optional<R>> reader) {
    return find(key).flatMap(value -> reader.apply(value, mistakes));
  }

  List<Located<Node>> items(String key) {
    return find(key).map(value -> Values.items(value, mistakes)).orElse(List.of());
  }
}
