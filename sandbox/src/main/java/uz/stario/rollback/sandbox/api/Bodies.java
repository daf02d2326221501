package uz.stario.rollback.sandbox.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Refused;

/** Bodies of requests in the media types that the API takes: JSON, YAML and protobuf. */
final class Bodies {
  private static final String ACCEPTED =
      "application/json, application/yaml, " + Protobuf.MEDIA_TYPE;

  private Bodies() {}

  /**
   * The body as one object; refuses other media types with 415 and what it cannot read with 400.
   */
  static ObjectNode object(Exchange exchange) throws IOException {
    return object(exchange.mediaType(), exchange.body());
  }

  /** The body as one object, an empty one where there is no body. */
  static ObjectNode options(Exchange exchange) throws IOException {
    byte[] body = exchange.body();
    return body.length == 0 ? Manifest.object() : object(exchange.mediaType(), body);
  }

  private static ObjectNode object(String mediaType, byte[] body) {
    JsonNode read =
        switch (mediaType) {
          case "application/json" -> json(body);
          case "application/yaml" -> yaml(body);
          case Protobuf.MEDIA_TYPE -> Protobuf.object(body);
          default -> throw unsupported(ACCEPTED);
        };
    if (read instanceof ObjectNode object) {
      return object;
    }
    throw Refused.badRequest(
        "couldn't get version/kind; json parse error: the body is no JSON object");
  }

  /** JSON of any kind. */
  static JsonNode json(byte[] body) {
    try {
      return Manifest.JSON.readTree(body);
    } catch (JacksonException malformed) {
      throw Refused.badRequest(
          "couldn't get version/kind; json parse error: " + malformed.getOriginalMessage());
    }
  }

  private static JsonNode yaml(byte[] body) {
    try {
      LoadSettings settings = LoadSettings.builder().setCodePointLimit(Exchange.MAX_BODY).build();
      Object read = new Load(settings).loadFromString(new String(body, StandardCharsets.UTF_8));
      return Manifest.JSON.valueToTree(read);
    } catch (YamlEngineException | JacksonException malformed) {
      throw Refused.badRequest("yaml: " + malformed.getMessage());
    } catch (StackOverflowError endless) {
      throw Refused.badRequest("yaml: an alias contains itself");
    }
  }

  static Refused unsupported(String accepted) {
    return new Refused(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: "
            + accepted,
        null);
  }
}
