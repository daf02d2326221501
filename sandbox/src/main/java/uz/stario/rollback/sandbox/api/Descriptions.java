package uz.stario.rollback.sandbox.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What kinds and fields are for, in a sentence each; read when {@code kubectl explain} asks. */
final class Descriptions {
  private static final String TABLE = "descriptions.txt";
  private static final String ANYWHERE = "*";

  private final Map<String, String> texts = new HashMap<>();
  private final Set<String> required = new HashSet<>();

  private Descriptions() {}

  static Descriptions load() {
    Descriptions descriptions = new Descriptions();
    try (InputStream in = Objects.requireNonNull(Descriptions.class.getResourceAsStream(TABLE));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String message = ANYWHERE;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("  ")) {
          descriptions.add(message + ".", line.strip());
        } else if (!line.startsWith("#")) {
          message = line.contains(":") ? line.substring(0, line.indexOf(':')) : line;
          descriptions.add("", line);
        }
      }
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    return descriptions;
  }

  private void add(String before, String entry) {
    String[] parts = entry.split(": ", 2);
    if (parts.length < 2) {
      return;
    }
    String name = parts[0];
    if (name.endsWith("!")) {
      name = name.substring(0, name.length() - 1);
      required.add(before + name);
    }
    texts.put(before + name, parts[1]);
  }

  /** What a message is, empty where that is not told. */
  String of(String message) {
    return texts.getOrDefault(message, "");
  }

  /** What a field of a message is for, empty where that is not told. */
  String of(String message, String field) {
    String special = texts.get(message + "." + field);
    return special != null ? special : texts.getOrDefault(ANYWHERE + "." + field, "");
  }

  /** Whether an object without the field is refused. */
  boolean required(String message, String field) {
    return required.contains(message + "." + field);
  }

  /** Every message and every field that is told of. */
  Set<String> keys() {
    return Set.copyOf(texts.keySet());
  }
}
