package uz.stario.rollback.adapters.json;

import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import uz.stario.rollback.audit.Entry;
import uz.stario.rollback.run.RunId;

/**
 * Entries of the journal as lines of an audit export: one JSON object each, who and why in front of
 * the event, which stands in the line exactly as it is stored, for its checksum is over that text.
 *
 * <p>One writer is for one export: an event that names nobody was done for whoever asked for the
 * run or took it up last, and for the reason that they gave. Not thread-safe.
 */
public final class AuditJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private String run = "";
  private String who = "";
  private String why = "";

  /** The line of an entry, without a line break. The entries of a run come in order. */
  public String write(Entry entry) {
    if (!entry.run().value().equals(run)) {
      run = entry.run().value();
      who = "";
      why = "";
    }
    Optional<Fields> event = object(entry.body());
    String by = event.flatMap(AuditJson::person).orElse("");
    String reason = event.flatMap(AuditJson::reason).orElse("");
    if (entry.type().equals("started") || entry.type().equals("resumed")) {
      who = by;
      why = reason.isEmpty() ? why : reason;
    }
    String head =
        new Tree()
            .with("schemaVersion", Documents.SCHEMA_VERSION)
            .with("run", run)
            .with("seq", entry.seq())
            .with("at", entry.at())
            .with("type", entry.type())
            .with("who", by.isEmpty() ? who : by)
            .with("why", reason.isEmpty() ? why : reason)
            .with("account", entry.by())
            .json();
    String tail = new Tree().with("previous", entry.previous()).with("hash", entry.hash()).json();
    // What is no object, or more than a line, can only stand there as text.
    String body =
        event.isPresent() && entry.body().startsWith("{") && !entry.body().contains("\n")
            ? "\"event\":" + entry.body()
            : "\"text\":" + Json.write(entry.body());
    return head.substring(0, head.length() - 1) + "," + body + "," + tail.substring(1);
  }

  /** The last line, which says how much comes before it. */
  public static String end(End end) {
    return new Tree()
        .with("schemaVersion", Documents.SCHEMA_VERSION)
        .with("type", "end")
        .with("runs", end.runs())
        .with("events", end.events())
        .with("hash", end.hash())
        .json();
  }

  /** One line of an export. */
  public sealed interface Line {
    record Event(Entry entry) implements Line {}

    record Last(End end) implements Line {}

    record Unreadable(String why) implements Line {}
  }

  /**
   * The last line of an export.
   *
   * @param hash over the hashes of all entries, in their order
   */
  public record End(long runs, long events, String hash) {
    public static End of(long runs, long events, byte[] hash) {
      return new End(runs, events, HexFormat.of().formatHex(hash));
    }
  }

  /** Reads a line; never throws. */
  public static Line read(String line) {
    try {
      Fields fields = Json.read(line);
      if (fields.number("schemaVersion") > Documents.SCHEMA_VERSION) {
        return new Line.Unreadable("a newer version of stario wrote it");
      }
      if (fields.optionalText("run").isEmpty() && fields.text("type").equals("end")) {
        return new Line.Last(
            new End(fields.number("runs"), fields.number("events"), fields.text("hash")));
      }
      String raw = raw(line);
      return new Line.Event(
          new Entry(
              new RunId(fields.text("run")),
              fields.number("seq"),
              fields.text("at"),
              fields.text("type"),
              fields.text("account"),
              raw == null ? fields.text("text") : raw,
              fields.text("previous"),
              fields.text("hash")));
    } catch (Unreadable e) {
      return new Line.Unreadable(e.why());
    }
  }

  /** The text of the field {@code event}, as it stands there. */
  private static @Nullable String raw(String line) {
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), line)) {
      in.nextToken();
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        in.nextToken();
        int start = (int) in.currentTokenLocation().getCharOffset();
        in.skipChildren();
        if (name.equals("event")) {
          return line.substring(start, (int) in.currentLocation().getCharOffset());
        }
      }
      return null;
    } catch (JacksonException e) {
      throw new Unreadable("it is not JSON: " + e.getOriginalMessage());
    }
  }

  private static Optional<Fields> object(String body) {
    try {
      return Optional.of(Json.read(body));
    } catch (Unreadable e) {
      return Optional.empty();
    }
  }

  private static Optional<String> person(Fields event) {
    return text(event, "by").or(() -> text(event, "requester"));
  }

  private static Optional<String> reason(Fields event) {
    return text(event, "reason")
        .or(() -> {
          try {
            return text(event.object("plan"), "reason");
          } catch (Unreadable e) {
            return Optional.empty();
          }
        });
  }

  private static Optional<String> text(Fields fields, String name) {
    try {
      return fields.optionalText(name);
    } catch (Unreadable e) {
      return Optional.empty();
    }
  }
}
