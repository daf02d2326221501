package uz.stario.rollback.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import uz.stario.rollback.metrics.Sample;
import uz.stario.rollback.metrics.Samples;
import uz.stario.rollback.playbook.MetricCheck;
import uz.stario.rollback.problem.Answer;
import uz.stario.rollback.problem.Problem;

/**
 * Judges what Prometheus answered to a metric check. Pure.
 *
 * <p>Only one finite number, measured since the rollout finished, from enough samples that are not
 * stale, can pass or fail. All else is unknown, with the reason.
 */
public final class MetricVerdict {

  /** Of several series, enough to see what tells them apart. */
  private static final int SHOWN_SERIES = 3;

  private static final String WARNS = "Prometheus warns: ";

  /** How it begins remarks on the query that say nothing of missing data. */
  private static final String REMARK = "PromQL info";

  /**
   * What was answered, each at the end of the window.
   *
   * @param support to the check's {@link MetricCheck#support}, asked where it has one
   * @param newest to the check's {@link MetricCheck#freshness}, asked where it has one
   */
  public record Evidence(
      Answer<Samples> value, Optional<Answer<Samples>> support, Optional<Answer<Samples>> newest) {}

  private final MetricCheck check;
  private final Window.Open window;
  private final List<String> seen = new ArrayList<>();

  private MetricVerdict(MetricCheck check, Window.Open window) {
    this.check = check;
    this.window = window;
  }

  /** Where it is too early nothing needs to be asked. */
  public static Checked tooEarly(Window.TooEarly early) {
    return Checked.unknown(
        "only "
            + Shown.time(early.passed())
            + " have passed since the rollout finished; "
            + Shown.time(early.needed())
            + " are needed to tell",
        List.of());
  }

  /**
   * Asks what the check needs and judges the answers.
   *
   * @param finished when the rollout did
   * @param now the instant at which everything is asked
   * @param ask gives the answer to a query at that instant; not called where it is too early
   */
  public static Checked asking(
      MetricCheck check, Instant finished, Instant now, Function<String, Answer<Samples>> ask) {
    return switch (Window.since(finished, now, check.window(), check.shortest())) {
      case Window.TooEarly early -> tooEarly(early);
      case Window.Open open -> {
        Function<String, Answer<Samples>> over =
            query -> ask.apply(MetricCheck.over(query, open.length()));
        Evidence evidence =
            new Evidence(
                over.apply(check.query()),
                check.support().map(support -> over.apply(support.query())),
                check.freshness().map(freshness -> over.apply(freshness.query())));
        yield of(check, open, evidence);
      }
    };
  }

  public static Checked of(MetricCheck check, Window.Open window, Evidence evidence) {
    return new MetricVerdict(check, window).judge(evidence);
  }

  private Checked judge(Evidence evidence) {
    // Each says whether the ones after it are worth a look.
    Optional<String> doubt =
        check.freshness().flatMap(wanted -> stale(wanted, answered(evidence.newest())));
    if (doubt.isEmpty()) {
      doubt = check.support().flatMap(wanted -> tooFew(wanted, answered(evidence.support())));
    }
    if (doubt.isPresent()) {
      return Checked.unknown(doubt.get(), seen);
    }
    return switch (single(evidence.value(), "the query")) {
      case One.None(String why) -> Checked.unknown(why, seen);
      case One.Of(double value) -> compared(value).of(value);
    };
  }

  private static Answer<Samples> answered(Optional<Answer<Samples>> answer) {
    return answer.orElseGet(() -> Answer.given(new Samples(List.of(), List.of())));
  }

  private Checked compared(double value) {
    String over = " over " + Shown.time(window.length());
    String since = window.shortened() ? ", since the rollout finished" : "";
    seen.add("the value is " + Shown.number(value) + over + since);
    if (!check.threshold().isMetBy(value)) {
      return Checked.failed(
          Shown.number(value) + " is not " + check.threshold() + over + since, seen);
    }
    List<String> warnings = seen.stream().filter(line -> line.startsWith(WARNS)).toList();
    // A part of the data is missing, and it may be the part that would have failed.
    return warnings.isEmpty()
        ? Checked.passed(Shown.number(value) + " " + check.threshold() + over + since, seen)
        : Checked.unknown(
            Shown.number(value) + " is " + check.threshold() + ", but " + warnings.getFirst(),
            seen);
  }

  private Optional<String> stale(MetricCheck.Freshness wanted, Answer<Samples> answer) {
    return switch (single(answer, "the query for the newest sample")) {
      case One.None(String why) -> Optional.of(why);
      case One.Of(double seconds) -> {
        Duration age = Duration.between(instant(seconds), window.to());
        seen.add("the newest sample is " + Shown.time(age) + " old");
        yield age.compareTo(wanted.atMost()) <= 0
            ? Optional.empty()
            : Optional.of(
                "the newest sample is "
                    + Shown.time(age)
                    + " old, and at most "
                    + Shown.time(wanted.atMost())
                    + " is fresh");
      }
    };
  }

  private static Instant instant(double seconds) {
    // Beyond what a clock can say it is nonsense, and so old that it is stale anyway.
    double bounded = Math.clamp(seconds, 0, 1e11);
    return Instant.ofEpochMilli((long) (bounded * 1000));
  }

  private Optional<String> tooFew(MetricCheck.Support wanted, Answer<Samples> answer) {
    return switch (single(answer, "the query for what the value rests on")) {
      case One.None(String why) -> Optional.of(why);
      case One.Of(double count) -> {
        seen.add("it rests on " + Shown.number(count));
        yield count >= wanted.atLeast()
            ? Optional.empty()
            : Optional.of(
                "it rests on "
                    + Shown.number(count)
                    + " only; "
                    + Shown.number(wanted.atLeast())
                    + " are needed to tell");
      }
    };
  }

  private sealed interface One {
    record Of(double value) implements One {}

    record None(String why) implements One {}
  }

  private One single(Answer<Samples> answer, String what) {
    return switch (answer) {
      case Answer.Refused<Samples>(Problem problem) -> new One.None(problem.why());
      case Answer.Given<Samples>(Samples samples) -> {
        samples
            .warnings()
            .forEach(warning -> seen.add(warning.startsWith(REMARK) ? warning : WARNS + warning));
        yield single(samples.samples(), what);
      }
    };
  }

  private One single(List<Sample> samples, String what) {
    if (samples.isEmpty()) {
      return new One.None(what + " gave no result: there is no such series in this time");
    }
    if (samples.size() > 1) {
      String shown =
          samples.stream()
              .limit(SHOWN_SERIES)
              .map(sample -> sample.series() + " " + Shown.number(sample.value()))
              .collect(Collectors.joining(", "));
      return new One.None(
          what
              + " gave "
              + samples.size()
              + " series where one is wanted ("
              + shown
              + (samples.size() > SHOWN_SERIES ? ", …" : "")
              + "); sum or max makes them one");
    }
    Sample sample = samples.getFirst();
    if (Double.isNaN(sample.value())) {
      return new One.None(what + " gave NaN: nothing was measured in this time");
    } else if (Double.isInfinite(sample.value())) {
      return new One.None(
          what + " gave " + Shown.number(sample.value()) + ": something was divided by nothing");
    }
    Duration before = Duration.between(sample.at(), window.from());
    return before.isPositive()
        ? new One.None(what + " gave a value from " + Shown.time(before) + " before the window")
        : new One.Of(sample.value());
  }
}
