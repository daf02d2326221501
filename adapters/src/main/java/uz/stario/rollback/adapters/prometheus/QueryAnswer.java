package uz.stario.rollback.adapters.prometheus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import uz.stario.rollback.metrics.Sample;
import uz.stario.rollback.metrics.Samples;

/** The JSON of an instant query's answer. */
final class QueryAnswer {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What a server says of a mistake, cut off; it repeats the query. */
  private static final int LONGEST_ERROR = 300;

  private static final int MOST_WARNINGS = 10;

  private QueryAnswer() {}

  /** It is not what Prometheus answers; why is a part of a sentence. */
  static final class Unreadable extends Exception {
    private final String why;

    Unreadable(String why) {
      super(why, null, false, false);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  /** It is, but it has no value for a series. */
  static final class NotOneValue extends Exception {
    private final String why;

    NotOneValue(String why) {
      super(why, null, false, false);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  static Samples read(String text) throws Unreadable, NotOneValue {
    JsonNode document = document(text).orElseThrow(() -> new Unreadable("no JSON"));
    JsonNode data = document.path("data");
    if (!document.path("status").asString("").equals("success") || !data.has("result")) {
      throw new Unreadable("JSON without a result");
    }
    JsonNode result = data.path("result");
    List<Sample> samples = new ArrayList<>();
    String type = data.path("resultType").asString("");
    switch (type) {
      case "vector" -> {
        for (JsonNode series : result) {
          if (series.has("histogram")) {
            throw new NotOneValue("the query gives histograms, not numbers");
          }
          samples.add(sample(labels(series.path("metric")), series.path("value")));
        }
      }
      case "scalar" -> samples.add(sample(new TreeMap<>(), result));
      case "matrix" -> throw new NotOneValue("the query gives ranges, not one value each");
      case "string" -> throw new NotOneValue("the query gives a text, not a number");
      default -> throw new Unreadable("a result of a kind that is not known");
    }
    List<String> warnings = new ArrayList<>();
    for (JsonNode warning : document.path("warnings")) {
      if (warnings.size() < MOST_WARNINGS) {
        warnings.add(cut(warning.asString("")));
      }
    }
    return new Samples(samples, warnings);
  }

  private static SortedMap<String, String> labels(JsonNode metric) {
    SortedMap<String, String> labels = new TreeMap<>();
    for (Map.Entry<String, JsonNode> label : metric.properties()) {
      if (!label.getKey().equals("__name__")) {
        labels.put(label.getKey(), label.getValue().asString(""));
      }
    }
    return labels;
  }

  private static Sample sample(SortedMap<String, String> labels, JsonNode pair) throws Unreadable {
    if (pair.size() != 2 || !pair.path(0).isNumber() || !pair.path(1).isString()) {
      throw new Unreadable("a value that is none");
    }
    Instant at = Instant.ofEpochMilli(Math.round(pair.path(0).doubleValue() * 1000));
    String value = pair.path(1).stringValue();
    try {
      return new Sample(
          labels,
          switch (value) {
            case "NaN" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case String number -> Double.parseDouble(number);
          },
          at);
    } catch (NumberFormatException e) {
      throw new Unreadable("a value that is no number");
    }
  }

  /** What the server says is wrong, where it says it as Prometheus does. */
  static Optional<String> error(String text) {
    return document(text)
        .map(document -> cut(document.path("error").asString("")))
        .filter(error -> !error.isBlank());
  }

  private static Optional<JsonNode> document(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node == null || !node.isObject() ? Optional.empty() : Optional.of(node);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static String cut(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > LONGEST_ERROR ? line.substring(0, LONGEST_ERROR) + "…" : line;
  }
}
