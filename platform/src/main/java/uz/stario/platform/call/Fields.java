package uz.stario.platform.call;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of a JSON object that somebody sent; fields that nobody asks for are let pass. Safe
 * for threads.
 */
public final class Fields {

  /** As the table of artists has them. */
  private static final Pattern ARTIST_ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          // Two fields of one name would be read differently here and by whatever checked them
          // before.
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode object;

  private Fields(JsonNode object) {
    this.object = object;
  }

  /** Of a body; 400 where it is no JSON object. */
  public static Fields of(byte[] body) throws Refusal {
    JsonNode node;
    try {
      node = JSON.readTree(body);
    } catch (JacksonException _) {
      throw new Refusal(400, "The body is not JSON.");
    }
    if (!node.isObject()) {
      throw new Refusal(400, "The body is not a JSON object.");
    }
    return new Fields(node);
  }

  /** The id of an artist; 422 where there is none or it cannot be one. */
  public String artistId(String name) throws Refusal {
    String id = string(name);
    if (!ARTIST_ID.matcher(id).matches()) {
      throw new Refusal(422, name + ": not the id of an artist (a-z, 0-9 and -, at most 63).");
    }
    return id;
  }

  /** A text as it was sent, of at most so many characters; 422 where there is none. */
  public String text(String name, int longest) throws Refusal {
    String text = string(name);
    int length = text.codePointCount(0, text.length());
    if (length > longest) {
      throw new Refusal(
          422, "%s: %d characters; at most %d are taken.".formatted(name, length, longest));
    }
    return text;
  }

  private String string(String name) throws Refusal {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      throw new Refusal(422, name + ": missing.");
    }
    if (!value.isString()) {
      throw new Refusal(422, name + ": not a string.");
    }
    return value.asString();
  }
}
