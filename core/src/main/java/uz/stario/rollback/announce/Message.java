package uz.stario.rollback.announce;

import java.util.List;

/**
 * A message as a value; adapters lay it out for their channel.
 *
 * @param kind which of the templates
 * @param title the first line, without markup: {@code ROLLBACK IN PROGRESS}
 * @param fields name and value, in order
 * @param status the line below them; empty for none
 * @param closing the last line; empty for none
 * @param details what only those want to know who follow closely, a line each; a channel without
 *     threads leaves it out
 */
public record Message(
    Kind kind,
    String title,
    List<Field> fields,
    String status,
    String closing,
    List<String> details) {
  public Message {
    fields = List.copyOf(fields);
    details = List.copyOf(details);
  }

  /** One without details. */
  public Message(Kind kind, String title, List<Field> fields, String status) {
    this(kind, title, fields, status, "", List.of());
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
