package uz.stario.rollback.announce;

import java.util.List;

/**
 * A message as a value; adapters lay it out for their channel.
 *
 * @param kind which of the templates
 * @param title the first line, without markup: {@code ROLLBACK IN PROGRESS}
 * @param fields name and value, in order
 * @param status the closing line
 */
public record Message(Kind kind, String title, List<Field> fields, String status) {
  public Message {
    fields = List.copyOf(fields);
  }

  /** The templates. */
  public enum Kind {
    IN_PROGRESS,
    COMPLETE,
    INCOMPLETE
  }

  /** One line: {@code **Service**: video-gen}. */
  public record Field(String name, String value) {}
}
