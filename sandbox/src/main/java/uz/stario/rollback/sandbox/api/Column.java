package uz.stario.rollback.sandbox.api;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * One column of a table.
 *
 * @param name its heading
 * @param number whether its cells are whole numbers
 * @param wide whether it shows only with {@code -o wide}
 * @param value what it shows of an object
 */
record Column(String name, boolean number, boolean wide, Value value) {
  /** What a cell shows. */
  interface Value {
    String of(ObjectNode object, Instant now);
  }

  static Column text(String name, Value value) {
    return new Column(name, false, false, value);
  }

  static Column number(String name, Value value) {
    return new Column(name, true, false, value);
  }

  static Column wide(String name, Value value) {
    return new Column(name, false, true, value);
  }
}
