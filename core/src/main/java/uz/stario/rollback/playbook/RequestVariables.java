package uz.stario.rollback.playbook;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names in the requests of a check that stand for values: {@code ${unique}}. */
final class RequestVariables {

  private static final Pattern NAME = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9_]{0,39})}");

  private RequestVariables() {}

  static List<String> in(String text) {
    return NAME.matcher(text).results().map(found -> found.group(1)).toList();
  }

  static String fill(String text, Map<String, String> values) {
    return fill(text, values, UnaryOperator.identity());
  }

  /** A value within JSON stays one value, whatever it holds. */
  static String fillBody(String body, Map<String, String> values) {
    boolean json = body.stripLeading().startsWith("{") || body.stripLeading().startsWith("[");
    return json ? fill(body, values, RequestVariables::escaped) : fill(body, values);
  }

  private static String escaped(String value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** A value is one part of an address, whatever it holds; only the base is an address itself. */
  static String fillAddress(String address, Map<String, String> values) {
    String base = values.getOrDefault(HttpCheck.URL, "");
    String start = HealthCheck.ENVIRONMENT_URL;
    if (base.isEmpty() || !address.startsWith(start)) {
      return fill(address, values, RequestVariables::encoded);
    }
    String bare = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return bare + fill(address.substring(start.length()), values, RequestVariables::encoded);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** In one pass: a value that looks like a name is not taken for one. */
  private static String fill(
      String text, Map<String, String> values, UnaryOperator<String> written) {
    return NAME.matcher(text)
        .replaceAll(found -> {
          String value = values.get(found.group(1));
          return Matcher.quoteReplacement(value == null ? found.group() : written.apply(value));
        });
  }
}
