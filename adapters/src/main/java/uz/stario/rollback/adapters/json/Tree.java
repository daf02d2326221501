package uz.stario.rollback.adapters.json;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A JSON object in the making; fields stand in the order in which they were added. */
final class Tree {

  private final Map<String, Object> fields = new LinkedHashMap<>();

  Tree with(String name, String value) {
    fields.put(name, value);
    return this;
  }

  Tree with(String name, long value) {
    fields.put(name, value);
    return this;
  }

  Tree with(String name, double value) {
    fields.put(name, value);
    return this;
  }

  Tree with(String name, boolean value) {
    fields.put(name, value);
    return this;
  }

  /** ISO-8601 in UTC: {@code 2026-01-02T03:04:05Z}. */
  Tree with(String name, Instant value) {
    return with(name, value.toString());
  }

  /** ISO-8601: {@code PT10M}. */
  Tree with(String name, Duration value) {
    return with(name, value.toString());
  }

  /** Left out when empty. */
  Tree with(String name, Optional<String> value) {
    value.ifPresent(text -> fields.put(name, text));
    return this;
  }

  Tree with(String name, Tree value) {
    fields.put(name, value.fields);
    return this;
  }

  <T> Tree with(String name, Collection<T> values, Function<T, Tree> writing) {
    fields.put(name, values.stream().map(value -> writing.apply(value).fields).toList());
    return this;
  }

  <T> Tree withTexts(String name, Collection<T> values) {
    fields.put(name, List.copyOf(values.stream().map(Object::toString).toList()));
    return this;
  }

  Tree withAll(Tree other) {
    fields.putAll(other.fields);
    return this;
  }

  Map<String, Object> map() {
    return fields;
  }

  String json() {
    return Json.write(fields);
  }
}
