package uz.stario.rollback.sandbox.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of every kind that the API serves, with their types: a table made of the upstream
 * types, read when it is first needed.
 */
final class Messages {
  private static final String TABLE = "protobuf.txt";

  /** Groups whose messages are in the table under a shorter name. */
  private static final Map<String, String> PACKAGES =
      Map.of(
          "v1", "core/v1",
          "meta.k8s.io/v1", "meta/v1",
          "coordination.k8s.io/v1", "coordination/v1",
          "authentication.k8s.io/v1", "authentication/v1",
          "authorization.k8s.io/v1", "authorization/v1");

  private static final Map<String, Message> ALL = load();

  private Messages() {}

  /** The fields of one message, by their numbers and by their names in JSON. */
  static final class Message {
    final Map<Integer, Field> byNumber = new HashMap<>();
    private @Nullable Map<String, Field> byName;

    /** The fields as JSON shows them, inlined ones among them. */
    synchronized Map<String, Field> byName() {
      Map<String, Field> present = byName;
      if (present == null) {
        present = new HashMap<>();
        for (Field field : byNumber.values()) {
          if (field.inlined()) {
            present.putAll(named(field.type()).byName());
          } else {
            present.put(field.name(), field);
          }
        }
        byName = present;
      }
      return present;
    }
  }

  /**
   * One field of a message.
   *
   * @param name its name in JSON, {@code -} where its own fields stand in its place
   * @param zeroIsAbsent whether its zero value is left out
   * @param form one value, a list, or a map by string
   * @param type a scalar, a special type, or a message of the table
   */
  record Field(String name, boolean zeroIsAbsent, Form form, String type) {
    private static Field parse(String name, String text) {
      boolean optional = text.startsWith("?");
      String type = optional ? text.substring(1) : text;
      Form form =
          type.startsWith("[]") ? Form.LIST : type.startsWith("{}") ? Form.MAP : Form.SINGLE;
      return new Field(name, optional, form, form == Form.SINGLE ? type : type.substring(2));
    }

    boolean inlined() {
      return name.equals("-");
    }
  }

  enum Form {
    SINGLE,
    LIST,
    MAP
  }

  /** The message of a kind. */
  static Optional<Message> find(String apiVersion, String kind) {
    // Options go with every group.
    return Optional.ofNullable(
        ALL.get(
            kind.equals("DeleteOptions")
                ? "meta/v1.DeleteOptions"
                : PACKAGES.getOrDefault(apiVersion, apiVersion) + "." + kind));
  }

  /** The message that a field's type names. */
  static Message named(String type) {
    return Objects.requireNonNull(ALL.get(type), type);
  }

  private static Map<String, Message> load() {
    Map<String, Message> messages = new HashMap<>();
    try (InputStream in = Objects.requireNonNull(Messages.class.getResourceAsStream(TABLE));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> add(line, messages));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    return messages;
  }

  private static void add(String line, Map<String, Message> messages) {
    String[] words = line.strip().split(" ", -1);
    Message message = new Message();
    for (int i = 1; i < words.length; i++) {
      String[] parts = words[i].split(":", 3);
      message.byNumber.put(Integer.valueOf(parts[0]), Field.parse(parts[1], parts[2]));
    }
    messages.put(words[0], message);
  }
}
