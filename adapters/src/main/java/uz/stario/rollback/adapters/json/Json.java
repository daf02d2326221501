package uz.stario.rollback.adapters.json;

import java.io.StringWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON text to and from plain maps, lists, strings, numbers and truth values.
 *
 * <p>Objects keep the order of their fields. A field that stands twice is refused: two readers
 * could otherwise understand one document differently. Depth and sizes are bounded by Jackson's own
 * limits. Thread-safe.
 */
public final class Json {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  /**
   * @param value maps with text keys, lists, text, whole numbers and truth values, nested at will
   * @throws IllegalArgumentException for a value of another type, which is a bug of the caller
   */
  public static String write(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(value, out);
    }
    return text.toString();
  }

  private static void write(@Nullable Object value, JsonGenerator out) {
    switch (value) {
      case null -> out.writeNull();
      case Map<?, ?> map -> {
        out.writeStartObject();
        map.forEach((name, inner) -> {
          out.writeName((String) name);
          write(inner, out);
        });
        out.writeEndObject();
      }
      case List<?> list -> {
        out.writeStartArray();
        list.forEach(inner -> write(inner, out));
        out.writeEndArray();
      }
      case String text -> out.writeString(text);
      case Boolean truth -> out.writeBoolean(truth);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      // Only ever read, in fields that a later version has added, and written again as they were.
      case BigInteger number -> out.writeNumber(number);
      case Double number -> out.writeNumber(number);
      // A switch over Object can't be total without it.
      default -> throw new IllegalArgumentException("no JSON for a " + value.getClass().getName());
    }
  }

  /**
   * @return the document's object
   * @throws Unreadable when the text is not one JSON object
   */
  static Fields read(String text) {
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      in.nextToken();
      Object value = value(in);
      if (in.nextToken() != null) {
        throw new Unreadable("something follows the end of the object");
      }
      return Fields.of(value, "");
    } catch (JacksonException e) {
      throw new Unreadable(
          "it is not JSON: " + e.getOriginalMessage().strip() + where(e.getLocation()));
    }
  }

  private static String where(@Nullable TokenStreamLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  /** A list of texts as {@link #write} wrote it; empty when it is none. */
  public static Optional<List<String>> texts(String text) {
    try {
      return Optional.of(read("{\"texts\":" + text + "}").texts("texts"));
    } catch (Unreadable e) {
      return Optional.empty();
    }
  }

  /** The fields of an object that another program wrote; empty when it is none. */
  public static Optional<Map<String, @Nullable Object>> object(String text) {
    try {
      return Optional.of(read(text).copy());
    } catch (Unreadable e) {
      return Optional.empty();
    }
  }

  private static @Nullable Object value(JsonParser in) {
    JsonToken token = in.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
          String name = in.currentName();
          in.nextToken();
          map.put(name, value(in));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(in));
        }
        yield list;
      }
      case VALUE_STRING -> in.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> in.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case null -> throw new Unreadable("it is empty");
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new Unreadable("it is not JSON");
    };
  }
}
