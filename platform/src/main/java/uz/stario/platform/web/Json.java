package uz.stario.platform.web;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON in and out, strict with what strangers send. */
public final class Json {

  /** Deeper than any message of ours, and shallow enough for any stack. */
  private static final int DEEPEST = 32;

  /** More than any message of ours has: a megabyte of {@code {}} would be thirty of objects. */
  private static final int MOST_TOKENS = 1000;

  /** Of a string or a name, in UTF-16 units: ours are shorter, and answered by their field. */
  private static final int LONGEST_STRING = 100_000;

  private static final int LONGEST_NAME = 1000;

  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxTokenCount(MOST_TOKENS)
                          .maxStringLength(LONGEST_STRING)
                          .maxNameLength(LONGEST_NAME)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final JsonMapper MAPPER = JsonMapper.shared();

  /** Lines of a log stay lines of printable characters, whatever is written in them. */
  private static final JsonMapper ASCII =
      JsonMapper.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
          .build();

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Any value made of maps, lists and scalars. */
  public static JsonNode of(Object value) {
    return MAPPER.valueToTree(value);
  }

  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  static String line(ObjectNode node) {
    return ASCII.writeValueAsString(node);
  }

  /** The object that a body holds; anything else is a problem that says what was wrong where. */
  public static Fields fields(byte[] body) throws Problem {
    if (body.length == 0) {
      throw Problem.bad("the body is empty; a JSON object is wanted");
    }
    JsonNode node;
    try {
      node = STRICT.readTree(body);
    } catch (StreamConstraintsException _) {
      throw Problem.bad("the body is not JSON that is taken: too deep, or too much in it");
    } catch (JacksonException e) {
      var place = e.getLocation();
      throw Problem.bad(
          place == null
              ? "the body is not JSON"
              : "the body is not JSON: line %d, column %d"
                  .formatted(place.getLineNr(), place.getColumnNr()));
    }
    if (node instanceof ObjectNode object) {
      return new Fields(object);
    }
    throw Problem.bad("the body is not a JSON object");
  }

  /** The fields of an object that a client sent. */
  public record Fields(ObjectNode object) {

    /**
     * A text of 1 to {@code longest} characters (code points), without NUL and without halves of
     * surrogate pairs: PostgreSQL stores neither.
     */
    public String text(String name, int longest) throws Problem {
      JsonNode node = object.get(name);
      if (node == null || node.isNull()) {
        throw Problem.bad("the field " + name + " is missing");
      }
      if (!node.isString()) {
        throw Problem.bad("the field " + name + " is not a string");
      }
      String text = node.stringValue();
      if (text.isBlank()) {
        throw Problem.bad("the field " + name + " is empty");
      }
      if (text.codePoints().anyMatch(Fields::isUnstorable)) {
        throw Problem.bad(
            "the field "
                + name
                + " has a character that no text has (NUL or half a surrogate pair)");
      }
      if (text.codePointCount(0, text.length()) > longest) {
        throw Problem.bad("the field %s is longer than %d characters".formatted(name, longest));
      }
      return text;
    }

    /** Refuses fields that nobody knows, so that a misspelt one is not passed over in silence. */
    public Fields only(List<String> known) throws Problem {
      for (String name : object.propertyNames()) {
        if (!known.contains(name)) {
          throw Problem.bad("there is a field that is not known; known are " + known);
        }
      }
      return this;
    }

    private static boolean isUnstorable(int codePoint) {
      return codePoint == 0
          || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }
  }
}
