package uz.stario.rollback.adapters.json;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object being read, with the path to it, so that a refusal says where.
 *
 * <p>Fields that nobody asks for are ignored: a later version may have added them. A missing field,
 * or one of another type, is refused with {@link Unreadable}.
 */
final class Fields {

  private final Map<?, ?> values;
  private final String path;

  private Fields(Map<?, ?> values, String path) {
    this.values = values;
    this.path = path;
  }

  static Fields of(@Nullable Object value, String path) {
    if (value instanceof Map<?, ?> map) {
      return new Fields(map, path);
    }
    throw new Unreadable((path.isEmpty() ? "the document" : path) + " is not an object");
  }

  /** All fields, those that nobody knows too. */
  Map<String, @Nullable Object> copy() {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    copyTo(copy);
    return copy;
  }

  void copyTo(Map<String, @Nullable Object> others) {
    values.forEach((name, value) -> others.put((String) name, value));
  }

  String text(String name) {
    return get(name, String.class, "text");
  }

  Optional<String> optionalText(String name) {
    return values.get(name) == null ? Optional.empty() : Optional.of(text(name));
  }

  boolean truth(String name) {
    return get(name, Boolean.class, "true or false");
  }

  Optional<Boolean> optionalTruth(String name) {
    return values.get(name) == null ? Optional.empty() : Optional.of(truth(name));
  }

  long number(String name) {
    Number number = get(name, Number.class, "a number");
    // No switch: its patterns are linked anew in every process, and all that is read passes here.
    if (number instanceof Integer || number instanceof Long) {
      return number.longValue();
    }
    throw new Unreadable(
        at(name) + (number instanceof BigInteger ? " is too large" : " is not a whole number"));
  }

  int small(String name) {
    long number = number(name);
    if (number != (int) number) {
      throw new Unreadable(at(name) + " is too large");
    }
    return (int) number;
  }

  double decimal(String name) {
    return get(name, Number.class, "a number").doubleValue();
  }

  Instant instant(String name) {
    try {
      return Instant.parse(text(name));
    } catch (DateTimeException e) {
      throw new Unreadable(at(name) + " is not an instant such as 2026-01-02T03:04:05Z");
    }
  }

  Duration duration(String name) {
    try {
      return Duration.parse(text(name));
    } catch (DateTimeException e) {
      throw new Unreadable(at(name) + " is not a duration such as PT10M");
    }
  }

  Fields object(String name) {
    return of(get(name, Map.class, "an object"), at(name));
  }

  Optional<Fields> optionalObject(String name) {
    return values.get(name) == null ? Optional.empty() : Optional.of(object(name));
  }

  /** Empty where it is left out. */
  <T> List<T> optionalList(String name, Function<Fields, T> reading) {
    return values.get(name) == null ? List.of() : list(name, reading);
  }

  <T> List<T> list(String name, Function<Fields, T> reading) {
    return items(name, (item, where) -> reading.apply(of(item, where)));
  }

  /** Empty where it is left out. */
  List<String> optionalTexts(String name) {
    return values.get(name) == null ? List.of() : texts(name);
  }

  List<String> texts(String name) {
    return items(
        name,
        (item, where) -> {
          if (item instanceof String text) {
            return text;
          }
          throw new Unreadable(where + " is not text");
        });
  }

  /** Reads a text that must be one of a known few. */
  <T> T known(String name, Function<String, Optional<T>> lookUp) {
    String word = text(name);
    return lookUp
        .apply(word)
        .orElseThrow(() -> Unreadable.newer(at(name) + " '" + word + "' is not known"));
  }

  private interface Item<T> {
    T read(@Nullable Object item, String where);
  }

  private <T> List<T> items(String name, Item<T> reading) {
    List<T> read = new ArrayList<>();
    for (Object item : get(name, List.class, "a list")) {
      read.add(reading.read(item, at(name) + "[" + read.size() + "]"));
    }
    return read;
  }

  private <T> T get(String name, Class<T> type, String called) {
    Object value = values.get(name);
    if (value == null) {
      throw new Unreadable(at(name) + " is missing");
    }
    if (!type.isInstance(value)) {
      throw new Unreadable(at(name) + " is not " + called);
    }
    return type.cast(value);
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
