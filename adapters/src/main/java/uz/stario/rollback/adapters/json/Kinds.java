package uz.stario.rollback.adapters.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The kinds of one sealed type and the stable names that stand for them in the field {@code type}.
 */
final class Kinds<T> {

  private record Kind<T>(
      String name, Class<? extends T> type, Function<T, Tree> write, Function<Fields, T> read) {}

  private final List<Kind<T>> kinds = new ArrayList<>();

  /** One row of the table. */
  <K extends T> Kinds<T> kind(
      String name, Class<K> type, BiFunction<K, Tree, Tree> write, Function<Fields, K> read) {
    kinds.add(
        new Kind<>(
            name,
            type,
            value -> write.apply(type.cast(value), new Tree().with("type", name)),
            read::apply));
    return this;
  }

  Tree write(T value) {
    return kindOf(value).write().apply(value);
  }

  String name(T value) {
    return kindOf(value).name();
  }

  private Kind<T> kindOf(T value) {
    return kinds.stream()
        .filter(kind -> kind.type().isInstance(value))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no name is written down for " + value));
  }

  T read(Fields fields) {
    return fields.known("type", this::named).read().apply(fields);
  }

  private Optional<Kind<T>> named(String name) {
    return kinds.stream().filter(kind -> kind.name().equals(name)).findFirst();
  }

  Set<Class<? extends T>> types() {
    return kinds.stream().map(Kind::type).collect(Collectors.toUnmodifiableSet());
  }

  List<String> names() {
    return kinds.stream().map(Kind::name).toList();
  }
}
