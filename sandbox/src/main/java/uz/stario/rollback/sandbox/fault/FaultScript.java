package uz.stario.rollback.sandbox.fault;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Rules as a file: a YAML or JSON list, in order. Each has {@code fault}, what that fault takes,
 * and optionally {@code verbs}, {@code resource}, {@code namespace}, {@code name}, {@code skip},
 * {@code times} and {@code probability}.
 */
public final class FaultScript {
  private static final Set<String> COMMON =
      Set.of("fault", "verbs", "resource", "namespace", "name", "skip", "times", "probability");

  private FaultScript() {}

  /**
   * Reads the text of a script.
   *
   * @throws IllegalArgumentException naming the rule and what is wrong with it
   */
  public static List<Rule> parse(String text) {
    Object read;
    try {
      read = new Load(LoadSettings.builder().build()).loadFromString(text);
    } catch (YamlEngineException malformed) {
      throw new IllegalArgumentException("no YAML: " + malformed.getMessage(), malformed);
    }
    if (!(read instanceof List<?> items)) {
      throw new IllegalArgumentException("a script is a list of rules");
    }
    List<Rule> rules = new ArrayList<>();
    for (Object item : items) {
      try {
        rules.add(rule(item));
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException(
            "rule " + (rules.size() + 1) + ": " + wrong.getMessage(), wrong);
      }
    }
    return rules;
  }

  private static Rule rule(Object item) {
    if (!(item instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("it is no map");
    }
    Map<String, Object> given = new LinkedHashMap<>();
    map.forEach((key, value) -> given.put(String.valueOf(key), value == null ? "" : value));
    Keys keys = new Keys(given);
    Fault fault = fault(keys);
    keys.nothingElse();
    Set<String> verbs = new HashSet<>();
    if (given.get("verbs") instanceof List<?> list) {
      list.forEach(verb -> verbs.add(String.valueOf(verb)));
    } else if (given.containsKey("verbs")) {
      throw new IllegalArgumentException("verbs is a list");
    }
    return new Rule(
        fault,
        verbs,
        keys.text("resource", ""),
        fault instanceof Fault.QuotaFull ? "" : keys.text("namespace", ""),
        keys.text("name", ""),
        keys.whole("skip", 0),
        keys.whole("times", 1),
        keys.number("probability", 1));
  }

  private static Fault fault(Keys keys) {
    String name = keys.text("fault", "");
    return switch (name) {
      case "too-many-requests" ->
          new Fault.TooManyRequests(keys.duration("retryAfter", Duration.ofSeconds(1)));
      case "internal-error" -> new Fault.InternalError();
      case "unavailable" -> new Fault.Unavailable();
      case "reset" -> new Fault.Reset();
      case "lost-answer" -> new Fault.LostAnswer();
      case "delay" -> new Fault.Delay(keys.duration("by", Duration.ofSeconds(1)));
      case "stale-list" -> new Fault.StaleList(keys.whole("changes", 1));
      case "watch-gap" -> new Fault.WatchGap(keys.whole("after", 0), keys.whole("lost", 1));
      case "gone" -> new Fault.Gone();
      case "webhook-refuses" ->
          new Fault.WebhookRefuses(
              keys.text("webhook", "policy.stario.uz"), keys.text("message", "not now"));
      case "slow-pods" -> new Fault.SlowPods(keys.number("factor", 10));
      case "image-gone" -> new Fault.ImageGone(keys.required("image"));
      case "node-gone" -> new Fault.NodeGone(keys.required("node"));
      case "quota-full" ->
          new Fault.QuotaFull(keys.text("namespace", "stario"), keys.whole("pods", 0));
      default ->
          throw new IllegalArgumentException(
              name.isEmpty() ? "fault is missing" : "no fault is called " + name);
    };
  }

  /** The keys of one rule, each of which must be asked for or common to all. */
  private static final class Keys {
    private final Map<String, Object> given;
    private final Set<String> known = new HashSet<>(COMMON);

    Keys(Map<String, Object> given) {
      this.given = given;
    }

    String text(String key, String fallback) {
      known.add(key);
      return given.containsKey(key) ? String.valueOf(given.get(key)) : fallback;
    }

    String required(String key) {
      String text = text(key, "");
      if (text.isEmpty()) {
        throw new IllegalArgumentException(key + " is missing");
      }
      return text;
    }

    int whole(String key, int fallback) {
      known.add(key);
      Object value = given.getOrDefault(key, fallback);
      if (value instanceof Integer number && number >= 0) {
        return number;
      }
      throw new IllegalArgumentException(key + " is a whole number of zero or more");
    }

    double number(String key, double fallback) {
      known.add(key);
      if (given.getOrDefault(key, fallback) instanceof Number number) {
        return number.doubleValue();
      }
      throw new IllegalArgumentException(key + " is a number");
    }

    /** {@code 2s}, {@code 200ms} or {@code 1m30s}. */
    Duration duration(String key, Duration fallback) {
      String text = text(key, "");
      if (text.isEmpty()) {
        return fallback;
      }
      try {
        return text.endsWith("ms")
            ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
            : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
      } catch (NumberFormatException | DateTimeParseException malformed) {
        throw new IllegalArgumentException(key + " is a time such as 2s or 200ms", malformed);
      }
    }

    void nothingElse() {
      for (String key : given.keySet()) {
        if (!known.contains(key)) {
          throw new IllegalArgumentException("this fault takes no " + key);
        }
      }
    }
  }
}
