package uz.stario.rollback.sandbox.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Refused;

/** One request and its answer, as the API speaks: JSON both ways. For one thread. */
final class Exchange {
  /** The real server's bound on a request's body. */
  static final int MAX_BODY = 3 * 1024 * 1024;

  private final Request request;
  private final Response response;
  private final Fields query;

  Exchange(Request request, Response response) {
    this.request = request;
    this.response = response;
    this.query = Request.extractQueryParameters(request);
  }

  String method() {
    return request.getMethod();
  }

  String path() {
    return Request.getPathInContext(request);
  }

  /** Whether the request came over TLS. */
  boolean secure() {
    return request.getConnectionMetaData().isSecure();
  }

  /** The bearer token; empty where there is none. */
  String token() {
    String authorization = header(HttpHeader.AUTHORIZATION);
    String bearer = "Bearer ";
    return authorization != null && authorization.startsWith(bearer)
        ? authorization.substring(bearer.length())
        : "";
  }

  String rawQuery() {
    String raw = request.getHttpURI().getQuery();
    return raw == null ? "" : raw;
  }

  Request request() {
    return request;
  }

  @Nullable String header(HttpHeader header) {
    return request.getHeaders().get(header);
  }

  String parameter(String name) {
    String value = query.getValue(name);
    return value == null ? "" : value;
  }

  boolean flag(String name) {
    String value = parameter(name);
    return value.equals("true") || value.equals("1");
  }

  /** A number in the query, or the fallback where it is absent. */
  long number(String name, long fallback) {
    String value = parameter(name);
    try {
      return value.isEmpty() ? fallback : Long.parseLong(value);
    } catch (NumberFormatException notANumber) {
      throw Refused.badRequest("strconv.ParseInt: parsing \"" + value + "\": invalid syntax");
    }
  }

  /**
   * The media type of the body without parameters, {@code application/json} where none is named.
   */
  String mediaType() {
    String type = header(HttpHeader.CONTENT_TYPE);
    return type == null
        ? "application/json"
        : type.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
  }

  byte[] body() throws IOException {
    if (request.getLength() > MAX_BODY) {
      throw tooLarge();
    }
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] body = in.readNBytes(MAX_BODY + 1);
      if (body.length > MAX_BODY) {
        throw tooLarge();
      }
      return body;
    }
  }

  private static Refused tooLarge() {
    return new Refused(
        413, "RequestEntityTooLarge", "Request entity too large: limit is " + MAX_BODY, null);
  }

  /** The body as JSON of any kind. */
  JsonNode json() throws IOException {
    return json(body());
  }

  /** A body that was read already, as JSON of any kind. */
  JsonNode json(byte[] body) {
    try {
      return Manifest.JSON.readTree(body);
    } catch (JacksonException malformed) {
      throw Refused.badRequest(
          "couldn't get version/kind; json parse error: " + malformed.getOriginalMessage());
    }
  }

  /** The body as one JSON object; refuses other media types with 415. */
  ObjectNode object() throws IOException {
    if (!mediaType().equals("application/json")) {
      throw unsupported("application/json, application/yaml, application/vnd.kubernetes.protobuf");
    }
    if (json() instanceof ObjectNode object) {
      return object;
    }
    throw Refused.badRequest(
        "couldn't get version/kind; json parse error: the body is no JSON object");
  }

  static Refused unsupported(String accepted) {
    return new Refused(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: "
            + accepted,
        null);
  }

  void answer(int status, JsonNode json) throws IOException {
    answer(status, "application/json", Manifest.JSON.writeValueAsBytes(json));
  }

  void answer(int status, String text) throws IOException {
    answer(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  void answer(int status, String type, byte[] body) throws IOException {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache, private");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      out.write(body);
    }
  }

  /** Begins an answer without end; every write goes out at once. */
  OutputStream stream(String type) {
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache, private");
    // A quiet stream is no idle connection.
    request.addIdleTimeoutListener(_ -> false);
    return Content.Sink.asOutputStream(response);
  }

  boolean committed() {
    return response.isCommitted();
  }
}
