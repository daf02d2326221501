package uz.stario.rollback.sandbox.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import uz.stario.rollback.sandbox.fault.Fault;
import uz.stario.rollback.sandbox.store.Manifest;
import uz.stario.rollback.sandbox.store.Refused;

/** One request and its answer, as the API speaks: JSON both ways. For one thread. */
final class Exchange {
  /** The real server's bound on a request's body. */
  static final int MAX_BODY = 3 * 1024 * 1024;

  /** Enough for a slip, too little to keep a connection busy for long. */
  private static final int MOST_SKIPPED = 4 * MAX_BODY;

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Fields query;
  private final InputStream input;
  private Fault.@Nullable OfRequest fault;
  private boolean answerLost;
  private boolean upgraded;

  Exchange(Request request, Response response, Callback callback) {
    this.callback = callback;
    this.request = request;
    this.response = response;
    this.input = Content.Source.asInputStream(request);
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

  @Nullable String header(String name) {
    return request.getHeaders().get(name);
  }

  String parameter(String name) {
    String value = query.getValue(name);
    return value == null ? "" : value;
  }

  List<String> parameters(String name) {
    List<String> values = query.getValues(name);
    return values == null ? List.of() : values;
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

  /** The resourceVersion asked for, zero where none is. */
  long resourceVersion() {
    String text = parameter("resourceVersion");
    try {
      long version = text.isEmpty() ? 0 : Long.parseLong(text);
      if (version >= 0) {
        return version;
      }
    } catch (NumberFormatException notAVersion) {
      // Said below.
    }
    throw Refused.badRequest("resourceVersion: Invalid value: \"" + text + "\": it is no version");
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
    byte[] body = input.readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw tooLarge();
    }
    return body;
  }

  /**
   * Reads what is left of the body, as Go's server does: an answer that comes before the end of the
   * request closes the connection, which its sender sees as a reset, or finds out only with the
   * next request.
   */
  private void skipBody() throws IOException {
    try (input) {
      byte[] _ = input.readNBytes(MOST_SKIPPED);
    }
  }

  private static Refused tooLarge() {
    return new Refused(
        413, "RequestEntityTooLarge", "Request entity too large: limit is " + MAX_BODY, null);
  }

  void answer(int status, JsonNode json) throws IOException {
    answer(status, "application/json", Manifest.JSON.writeValueAsBytes(json));
  }

  void answer(int status, String text) throws IOException {
    answer(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  void answer(Refused refused) throws IOException {
    if (refused.retryAfterSeconds() > 0 && !answerLost) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, refused.retryAfterSeconds());
    }
    answer(refused.code(), refused.status());
  }

  /** What goes wrong with this request, if anything does. */
  void meet(Fault.OfRequest met) {
    fault = met;
    answerLost = met instanceof Fault.LostAnswer;
  }

  Fault.@Nullable OfRequest fault() {
    return fault;
  }

  boolean answerLost() {
    return answerLost;
  }

  /** Ends the connection as a dying server or network does: by a reset. */
  void reset() {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    EndPoint plain =
        endPoint instanceof SslConnection.SslEndPoint tls
            ? tls.getSslConnection().getEndPoint()
            : endPoint;
    if (plain instanceof SocketChannelEndPoint socket) {
      try {
        socket.getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
        socket.getChannel().close();
      } catch (IOException closedAlready) {
        // As wanted.
      }
    }
    plain.close();
  }

  void answer(int status, String type, byte[] body) throws IOException {
    if (answerLost) {
      return;
    }
    skipBody();
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

  /** Turns the connection into a WebSocket; refuses with 400 what does not ask for one. */
  void upgrade(WebSocketMappings upgrades, WebSocketNegotiator negotiator) throws IOException {
    String protocol = header(HttpHeader.UPGRADE);
    if (protocol == null || !protocol.equalsIgnoreCase("websocket")) {
      throw Refused.badRequest("you must use the WebSocket protocol for this, not " + protocol);
    }
    upgraded = upgrades.upgrade(negotiator, request, response, callback, null);
    if (!upgraded) {
      throw Refused.badRequest("the WebSocket handshake failed");
    }
  }

  /** Whether the connection is another's now, and the request with it. */
  boolean upgraded() {
    return upgraded;
  }

  boolean committed() {
    return response.isCommitted();
  }
}
