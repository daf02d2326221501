package uz.stario.platform.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The routes of a service; filled while it starts, read by all threads afterwards. */
public final class Routes {

  /** Of a body of JSON, in bytes. */
  public static final int JSON_LIMIT = 1 << 20;

  /** Of a body that is an image, in bytes. */
  public static final int IMAGE_LIMIT = 5 << 20;

  /**
   * @param template as {@code /videos/{id}}; also the metrics' label, so that strangers cannot make
   *     new ones
   * @param limit of the body, in bytes
   */
  record Route(String method, String template, int limit, Handler handler) {

    /** The parameters where the path is of this template. */
    Optional<Map<String, String>> match(String rawPath) {
      String[] wanted = template.split("/", -1);
      String[] given = rawPath.split("/", -1);
      if (wanted.length != given.length) {
        return Optional.empty();
      }
      Map<String, String> parameters = new LinkedHashMap<>();
      for (int i = 0; i < wanted.length; i++) {
        if (wanted[i].startsWith("{")) {
          if (given[i].isEmpty()) {
            return Optional.empty();
          }
          parameters.put(wanted[i].substring(1, wanted[i].length() - 1), decoded(given[i]));
        } else if (!wanted[i].equals(given[i])) {
          return Optional.empty();
        }
      }
      return Optional.of(parameters);
    }

    private static String decoded(String segment) {
      // A plus is a plus in a path.
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
  }

  record Match(Route route, Map<String, String> parameters) {}

  private final List<Route> routes = new ArrayList<>();

  public Routes get(String template, Handler handler) {
    return add("GET", template, JSON_LIMIT, handler);
  }

  public Routes post(String template, Handler handler) {
    return add("POST", template, JSON_LIMIT, handler);
  }

  /** A route whose body may be an image. */
  public Routes postImage(String template, Handler handler) {
    return add("POST", template, IMAGE_LIMIT, handler);
  }

  public Routes delete(String template, Handler handler) {
    return add("DELETE", template, JSON_LIMIT, handler);
  }

  private Routes add(String method, String template, int limit, Handler handler) {
    routes.add(new Route(method, template, limit, handler));
    return this;
  }

  /** The first that was added and fits; HEAD is answered as GET without the body. */
  Optional<Match> find(String method, String rawPath) {
    String wanted = method.equals("HEAD") ? "GET" : method;
    for (Route route : routes) {
      if (route.method().equals(wanted)) {
        Optional<Match> match = route.match(rawPath).map(found -> new Match(route, found));
        if (match.isPresent()) {
          return match;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * What a path may be asked with, for the header {@code Allow}; empty where there is no such path.
   */
  String allowed(String rawPath) {
    var methods = new TreeSet<String>();
    for (Route route : routes) {
      if (route.match(rawPath).isPresent()) {
        methods.add(route.method());
        if (route.method().equals("GET")) {
          methods.add("HEAD");
        }
      }
    }
    return String.join(", ", methods);
  }
}
