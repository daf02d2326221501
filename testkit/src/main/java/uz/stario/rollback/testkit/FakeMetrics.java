package uz.stario.rollback.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uz.stario.rollback.metrics.Exposition;
import uz.stario.rollback.metrics.Sample;
import uz.stario.rollback.metrics.Samples;
import uz.stario.rollback.port.Metrics;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.ErrorCode;
import uz.stario.rollback.problem.Problem;

/**
 * Metrics of a test: it understands selectors with {@code =} and numbers, and knows the answers to
 * other queries that the test has put there. Thread-safe.
 */
public final class FakeMetrics implements Metrics {

  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");
  private static final Pattern SELECTOR =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{([^{}]*)})?");
  private static final Pattern MATCHER =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*=\\s*\"([^\"]*)\"");

  private record Measured(String name, Sample sample) {}

  private final List<Measured> measured = new ArrayList<>();
  private final Map<String, Answer<Samples>> scripted = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private Optional<Problem> trouble = Optional.empty();

  /** Adds what a process exposes at an instant, in the text format. */
  public synchronized FakeMetrics measure(String exposition, Instant at) {
    Exposition reading =
        new Exposition(at, Exposition.Format.TEXT, Set.of(), Exposition.Limits.USUAL);
    exposition.lines().forEach(reading::line);
    switch (reading.finish()) {
      case Exposition.Result.Read(var scrape) ->
          scrape
              .series()
              .forEach((name, values) ->
                  values.forEach((labels, value) ->
                      measured.add(new Measured(name, new Sample(labels, value, at)))));
      case Exposition.Result.Unreadable(String why) -> throw new IllegalArgumentException(why);
    }
    return this;
  }

  /** Gives a query this answer from now on. */
  public synchronized FakeMetrics answer(String promql, Answer<Samples> answer) {
    scripted.put(promql, answer);
    return this;
  }

  /** Refuses every query from now on. */
  public synchronized FakeMetrics refuse(Problem problem) {
    trouble = Optional.of(problem);
    return this;
  }

  /** As if nobody listened. */
  public FakeMetrics goAway() {
    return refuse(
        Problem.unchanged(
            ErrorCode.METRICS_UNREACHABLE,
            "Cannot ask Prometheus.",
            "Prometheus: the connection was refused.",
            "Check its address."));
  }

  /** Every query, in order. */
  public synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public synchronized Answer<Samples> query(String promql, Instant at) {
    asked.add(promql);
    if (trouble.isPresent()) {
      return Answer.refused(trouble.get());
    }
    Optional<Answer<Samples>> known = Optional.ofNullable(scripted.get(promql));
    return known.orElseGet(() -> evaluated(promql.strip(), at));
  }

  private Answer<Samples> evaluated(String promql, Instant at) {
    if (NUMBER.matcher(promql).matches()) {
      return given(List.of(new Sample(new TreeMap<>(), Double.parseDouble(promql), at)));
    }
    Matcher selector = SELECTOR.matcher(promql);
    if (!selector.matches()) {
      return Answer.refused(
          Problem.unchanged(
              ErrorCode.METRICS_QUERY_INVALID,
              "Cannot ask Prometheus.",
              "Prometheus: this fake does not understand '" + promql + "'.",
              "Put an answer there."));
    }
    Map<String, String> wanted = new TreeMap<>();
    MATCHER
        .matcher(Optional.ofNullable(selector.group(2)).orElse(""))
        .results()
        .forEach(found -> wanted.put(found.group(1), found.group(2)));
    return given(
        measured.stream()
            .filter(one -> one.name().equals(selector.group(1)))
            .map(Measured::sample)
            .filter(sample -> !sample.at().isAfter(at))
            .filter(sample -> sample.labels().entrySet().containsAll(wanted.entrySet()))
            .map(sample -> new Sample(sample.labels(), sample.value(), at))
            .toList());
  }

  private static Answer<Samples> given(List<Sample> samples) {
    return Answer.given(new Samples(samples, List.of()));
  }
}
