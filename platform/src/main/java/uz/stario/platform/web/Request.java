package uz.stario.platform.web;

import java.util.Map;
import java.util.Optional;

/**
 * A request whose body was read whole within the route's limit.
 *
 * @param path as sent, for relaying; never decoded
 * @param query as sent, or empty
 * @param parameters what stands in the place of the template's {@code {names}}, decoded
 * @param client the address of the other end, or what the proxy in front says it was
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Request(
    String id,
    String method,
    String path,
    Optional<String> query,
    Map<String, String> parameters,
    Map<String, String> headers,
    byte[] body,
    String client) {

  private static final String BEARER = "bearer ";

  /** A header by its name in lower case; the first, where there are several. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no {" + name + "}");
    }
    return value;
  }

  /** The JSON object of the body, whatever content type was sent with it. */
  public Json.Fields json() throws Problem {
    return Json.fields(body);
  }

  /** The bearer token as sent; a problem with status 401 where there is none. */
  public String bearer() throws Problem {
    String sent = header("authorization").orElse("");
    if (!sent.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw new Problem(401, "a bearer token is wanted (Authorization: Bearer …)");
    }
    return sent.substring(BEARER.length()).strip();
  }
}
