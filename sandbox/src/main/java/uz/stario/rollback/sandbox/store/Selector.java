package uz.stario.rollback.sandbox.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A label selector: requirements that all hold for the labels it matches.
 *
 * <p>Grammar from {@code k8s.io/apimachinery/pkg/labels/selector.go}.
 */
public record Selector(List<Requirement> requirements) {
  /** Matches every object. */
  public static final Selector EVERYTHING = new Selector(List.of());

  private static final Pattern SET =
      Pattern.compile("\\s*([^\\s!=,()]+)\\s+(in|notin)\\s*\\(([^()]*)\\)\\s*");
  private static final Pattern EQUALITY =
      Pattern.compile("\\s*([^\\s!=,()]+)\\s*(==|=|!=)\\s*([^\\s!=,()]*)\\s*");
  private static final Pattern OPERATOR =
      Pattern.compile("\\s*[^\\s!=,()]+\\s+(?:in|notin)\\s+([^\\s(]*).*");
  private static final Pattern PRESENCE = Pattern.compile("\\s*(!?)\\s*([^\\s!=,()]+)\\s*");

  private static final Pattern KEY =
      Pattern.compile(
          "([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Pattern VALUE =
      Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

  /** Copies the requirements. */
  public Selector {
    requirements = List.copyOf(requirements);
  }

  /** One condition on one label. */
  public sealed interface Requirement {
    /** Whether labels satisfy the condition. */
    boolean holds(Map<String, String> labels);
  }

  record In(String key, Set<String> values) implements Requirement {
    @Override
    public boolean holds(Map<String, String> labels) {
      return labels.containsKey(key) && values.contains(labels.getOrDefault(key, ""));
    }
  }

  record NotIn(String key, Set<String> values) implements Requirement {
    @Override
    public boolean holds(Map<String, String> labels) {
      return !labels.containsKey(key) || !values.contains(labels.getOrDefault(key, ""));
    }
  }

  record Present(String key, boolean wanted) implements Requirement {
    @Override
    public boolean holds(Map<String, String> labels) {
      return labels.containsKey(key) == wanted;
    }
  }

  /** Whether the labels satisfy every requirement. */
  public boolean matches(Map<String, String> labels) {
    return requirements.stream().allMatch(requirement -> requirement.holds(labels));
  }

  /** Whether the labels of an object satisfy every requirement. */
  public boolean matches(JsonNode object) {
    return requirements.isEmpty() || matches(Manifest.labels(object));
  }

  /** Reads the text of a {@code labelSelector} parameter; refuses what it cannot read with 400. */
  public static Selector parse(String text) {
    List<Requirement> requirements = new ArrayList<>();
    for (String part : split(text)) {
      requirements.add(requirement(part));
    }
    return requirements.isEmpty() ? EVERYTHING : new Selector(requirements);
  }

  private static Requirement requirement(String part) {
    Requirement read = read(part);
    String key =
        switch (read) {
          case In(String label, _) -> label;
          case NotIn(String label, _) -> label;
          case Present(String label, _) -> label;
        };
    Set<String> values =
        switch (read) {
          case In(_, Set<String> wanted) -> wanted;
          case NotIn(_, Set<String> unwanted) -> unwanted;
          case Present _ -> Set.of();
        };
    if (!KEY.matcher(key).matches() || !values.stream().allMatch(v -> VALUE.matcher(v).matches())) {
      throw Refused.badRequest(
          "unable to parse requirement: '" + part.strip() + "' has no valid label key and values");
    }
    return read;
  }

  private static Requirement read(String part) {
    Matcher set = SET.matcher(part);
    if (set.matches()) {
      Set<String> values =
          Stream.of(set.group(3).split(",", -1)).map(String::strip).collect(Collectors.toSet());
      return set.group(2).equals("in")
          ? new In(set.group(1), values)
          : new NotIn(set.group(1), values);
    }
    Matcher equality = EQUALITY.matcher(part);
    if (equality.matches()) {
      Set<String> value = Set.of(equality.group(3));
      return equality.group(2).equals("!=")
          ? new NotIn(equality.group(1), value)
          : new In(equality.group(1), value);
    }
    Matcher presence = PRESENCE.matcher(part);
    if (presence.matches()) {
      return new Present(presence.group(2), presence.group(1).isEmpty());
    }
    throw unreadable(part);
  }

  /** Says, like the real parser, at which word it stopped understanding. */
  private static Refused unreadable(String part) {
    Matcher operator = OPERATOR.matcher(part);
    if (operator.matches()) {
      return Refused.badRequest(
          "unable to parse requirement: found '%s' expected: '('".formatted(operator.group(1)));
    }
    String rest = part.strip().replaceFirst("^[^\\s!=,()]+\\s*", "");
    return Refused.badRequest(
        "unable to parse requirement: found '"
            + (rest.isEmpty() ? "" : rest.substring(0, 1))
            + "', expected: in, notin, =, ==, !=, gt, lt");
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    parts.removeIf(String::isBlank);
    return parts;
  }

  /** Reads the {@code selector} of a ReplicaSet or Deployment: matchLabels and matchExpressions. */
  public static Selector of(JsonNode selector) {
    List<Requirement> requirements = new ArrayList<>(equalities(selector.path("matchLabels")));
    for (JsonNode expression : selector.path("matchExpressions")) {
      String key = Manifest.text(expression, "key");
      Set<String> values =
          expression
              .path("values")
              .valueStream()
              .map(v -> v.asString(""))
              .collect(Collectors.toSet());
      requirements.add(
          switch (Manifest.text(expression, "operator")) {
            case "In" -> new In(key, values);
            case "NotIn" -> new NotIn(key, values);
            case "Exists" -> new Present(key, true);
            case "DoesNotExist" -> new Present(key, false);
            default -> throw Refused.badRequest("not a valid label selector operator");
          });
    }
    return new Selector(requirements);
  }

  /** Reads a plain map of labels, as a Service's selector or a pod's nodeSelector. */
  public static Selector ofLabels(JsonNode labels) {
    return new Selector(equalities(labels));
  }

  private static List<Requirement> equalities(JsonNode labels) {
    return labels.properties().stream()
        .map(l -> (Requirement) new In(l.getKey(), Set.of(l.getValue().asString(""))))
        .toList();
  }
}
