package uz.stario.rollback.playbook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads checks of metrics, those that ask Prometheus and those that ask the service itself. */
final class MetricReader {

  private static final Duration USUAL_WINDOW = Duration.ofMinutes(5);

  /** Two scrapes, as often as they are usually made. */
  private static final Duration USUAL_SHORTEST = Duration.ofSeconds(30);

  private static final Duration USUAL_APART = Duration.ofSeconds(10);
  private static final Duration LONGEST_WINDOW = Duration.ofHours(24);

  /** What a run would wait for it. */
  private static final Duration LONGEST_SHORTEST = Duration.ofMinutes(30);

  private static final int LONGEST_NUMBER = 40;

  private static final List<String> MEASURES = List.of("present", "growth", "share", "quantile");

  private MetricReader() {}

  static MetricCheck metric(
      Located<Node> from,
      String name,
      Duration limit,
      List<Located<String>> texts,
      Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.METRIC, mistakes);
    Duration window =
        fields.read("window", Durations.LONG.atMost(LONGEST_WINDOW)).orElse(USUAL_WINDOW);
    Duration shortest =
        fields.read("shortest", Durations.LONG.atMost(LONGEST_SHORTEST)).orElse(USUAL_SHORTEST);
    if (shortest.compareTo(window) > 0) {
      mistakes.add(fields.place("shortest"), "cannot be met: it is longer than the window");
      shortest = window;
    }
    return new MetricCheck(
        name,
        fields.text("query").orElse("-"),
        fields.read("threshold", MetricReader::threshold).orElse(PRESENT),
        window,
        shortest,
        fields.read("samples", MetricReader::support),
        fields.read("freshness", MetricReader::freshness),
        fields.find("otherwise").map(other -> scrape(other, name, limit, texts, mistakes)),
        Optional.empty(),
        limit);
  }

  private static final Threshold PRESENT = new Threshold(Threshold.Comparison.AT_LEAST, 1);

  private static Optional<MetricCheck.Support> support(Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.SAMPLES, mistakes);
    Optional<String> query = fields.text("query");
    Optional<Double> atLeast = fields.read("atLeast", Texts.number(0, Double.MAX_VALUE));
    return query.flatMap(text -> atLeast.map(least -> new MetricCheck.Support(text, least)));
  }

  private static Optional<MetricCheck.Freshness> freshness(Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.FRESHNESS, mistakes);
    Optional<String> query = fields.text("query");
    Optional<Duration> atMost = fields.read("atMost", Durations.LONG.atMost(LONGEST_WINDOW));
    return query.flatMap(text -> atMost.map(age -> new MetricCheck.Freshness(text, age)));
  }

  static ScrapeCheck scrape(
      Located<Node> from,
      String name,
      Duration limit,
      List<Located<String>> texts,
      Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.SCRAPE, mistakes);
    Optional<String> url = fields.text("url");
    url.flatMap(address -> HttpLine.fault(address, Set.of()))
        .ifPresent(fault -> mistakes.add(fields.place("url"), fault));
    texts.add(fields.place("url").with(url.orElse("")));
    List<String> written =
        MEASURES.stream().filter(measure -> fields.find(measure).isPresent()).toList();
    if (from.value() instanceof Node.Mapping mapping
        && written.size() != 1
        && mapping.entries().stream().allMatch(e -> Shape.SCRAPE.keys().contains(e.key()))) {
      mistakes.add(from, "must hold one of " + String.join(", ", MEASURES));
    }
    Optional<ScrapeCheck.Measure> measure =
        fields.text("present").<ScrapeCheck.Measure>map(ScrapeCheck.Present::new);
    measure = measure.or(() -> fields.text("growth").map(ScrapeCheck.Growth::new));
    Optional<ScrapeCheck.Measure> share = fields.read("share", MetricReader::share);
    Optional<ScrapeCheck.Measure> quantile = fields.read("quantile", MetricReader::quantile);
    Optional<Threshold> threshold = fields.read("threshold", MetricReader::threshold);
    boolean present = written.contains("present");
    if (!present && fields.find("threshold").isEmpty() && !written.isEmpty()) {
      mistakes.add(from, "needs a threshold: what its value must be like");
    } else if (present && fields.find("threshold").isPresent()) {
      mistakes.add(fields.place("threshold"), "belongs to growth, share or quantile");
    }
    return new ScrapeCheck(
        name,
        url.orElse(""),
        measure.or(() -> share).or(() -> quantile).orElse(new ScrapeCheck.Present("-")),
        threshold.orElse(PRESENT),
        fields.read("apart", Durations.LONG.atMost(LONGEST_SHORTEST)).orElse(USUAL_APART),
        fields.read("atLeast", Texts.number(0, Double.MAX_VALUE)).orElse(1.0),
        limit);
  }

  private static Optional<ScrapeCheck.Measure> share(Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.SHARE, mistakes);
    Optional<String> counter = fields.text("counter");
    Optional<String> label = fields.text("label");
    Optional<String> matching = fields.read("matching", Texts::pattern);
    return counter.flatMap(name ->
        label.flatMap(key -> matching.map(pattern -> new ScrapeCheck.Share(name, key, pattern))));
  }

  private static Optional<ScrapeCheck.Measure> quantile(Located<Node> from, Mistakes mistakes) {
    Fields fields = new Fields(from, Shape.QUANTILE, mistakes);
    Optional<String> histogram = fields.text("histogram");
    Optional<Double> q = fields.read("q", Texts.number(0, 1));
    return histogram.flatMap(name -> q.map(part -> new ScrapeCheck.Quantile(name, part)));
  }

  private static Optional<Threshold> threshold(Located<Node> from, Mistakes mistakes) {
    Optional<String> text = Values.text(from, mistakes);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Threshold> threshold =
        text.filter(written -> written.length() <= LONGEST_NUMBER).flatMap(Threshold::parse);
    if (threshold.isEmpty()) {
      mistakes.add(from, "must compare with a number, in quotes: \"< 0.01\"");
    }
    return threshold;
  }
}
