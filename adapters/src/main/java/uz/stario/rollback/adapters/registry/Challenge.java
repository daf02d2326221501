package uz.stario.rollback.adapters.registry;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a registry wants to know who asks.
 *
 * @param scheme in small letters: {@code bearer}, {@code basic}
 * @param parameters by name, in small letters
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">token
 *     authentication</a>
 */
record Challenge(String scheme, Map<String, String> parameters) {

  /** Longer than any that says something; what is read piece by piece needs a bound. */
  private static final int LONGEST = 2_000;

  private static final Pattern PARAMETER =
      Pattern.compile("([A-Za-z0-9_-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]++|\\\\.)*)\"|([^\\s,\"]+))");

  /** The one that a header holds. */
  static Challenge parse(String header) {
    String text = header.substring(0, Math.min(header.length(), LONGEST)).strip();
    int space = text.indexOf(' ');
    Map<String, String> parameters = new TreeMap<>();
    Matcher matcher = PARAMETER.matcher(space < 0 ? "" : text.substring(space));
    while (matcher.find()) {
      String quoted = matcher.group(2);
      parameters.put(
          matcher.group(1).toLowerCase(Locale.ROOT),
          quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
    }
    return new Challenge(
        (space < 0 ? text : text.substring(0, space)).toLowerCase(Locale.ROOT), parameters);
  }

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }
}
