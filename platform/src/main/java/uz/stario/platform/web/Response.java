package uz.stario.platform.web;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An answer: its body is kept as given and must not be changed afterwards. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Response(int status, String contentType, byte[] body, Map<String, String> headers) {

  public static Response json(int status, JsonNode body) {
    return new Response(status, "application/json", Json.bytes(body), Map.of());
  }

  public static Response bytes(int status, String contentType, byte[] body) {
    return new Response(status, contentType, body, Map.of());
  }

  public static Response text(int status, String contentType, String body) {
    return bytes(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  public static Response empty(int status) {
    return bytes(status, "", new byte[0]);
  }

  /** A problem as RFC 9457 has it. */
  public static Response problem(int status, String detail, String requestId) {
    ObjectNode body = Json.object().put("status", status).put("detail", detail);
    return new Response(
        status,
        "application/problem+json",
        Json.bytes(body.put("request_id", requestId)),
        status == 401 ? Map.of("WWW-Authenticate", "Bearer") : Map.of());
  }

  public Response with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, contentType, body, Map.copyOf(more));
  }
}
