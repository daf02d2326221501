package uz.stario.rollback.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import uz.stario.rollback.metrics.Buckets;
import uz.stario.rollback.metrics.Increase;
import uz.stario.rollback.metrics.Scrape;
import uz.stario.rollback.playbook.ScrapeCheck;
import uz.stario.rollback.playbook.ScrapeCheck.Growth;
import uz.stario.rollback.playbook.ScrapeCheck.Present;
import uz.stario.rollback.playbook.ScrapeCheck.Quantile;
import uz.stario.rollback.playbook.ScrapeCheck.Share;

/** Judges what a process said of itself in one look or two. Pure. */
public final class ScrapeVerdict {

  private ScrapeVerdict() {}

  /** For a measure that one look is enough for. */
  public static Checked of(ScrapeCheck check, Scrape only) {
    return switch (check.measure()) {
      case Present(String metric) ->
          only.names().contains(metric)
              ? Checked.passed(metric + " is there", List.of())
              : Checked.failed(
                  metric + " is not among the " + only.names().size() + " metrics", List.of());
      case Growth _, Share _, Quantile _ ->
          Checked.unknown("one look tells no growth; two are needed", List.of());
    };
  }

  /**
   * For two looks at one process.
   *
   * @param before made after the rollout finished
   */
  public static Checked of(ScrapeCheck check, Scrape before, Scrape after) {
    Duration apart = Duration.between(before.at(), after.at());
    if (check.measure().needsTwo() && apart.compareTo(check.apart()) < 0) {
      return Checked.unknown(
          "the two looks are "
              + Shown.time(apart)
              + " apart; "
              + Shown.time(check.apart())
              + " are needed to tell",
          List.of());
    }
    return switch (check.measure()) {
      case Present _ -> of(check, after);
      case Growth(String counter) -> growth(check, Increase.between(before, after, counter), apart);
      case Share share ->
          share(check, share, Increase.between(before, after, share.counter()), apart);
      case Quantile quantile ->
          quantile(check, quantile, Increase.between(before, after, quantile.buckets()), apart);
    };
  }

  private static Checked growth(ScrapeCheck check, Increase increase, Duration apart) {
    return compared(check, increase, increase.total(), increase.total(), "", apart);
  }

  private static Checked share(ScrapeCheck check, Share share, Increase increase, Duration apart) {
    Pattern matching = Pattern.compile(share.matching());
    double part =
        increase.total(
            labels -> matching.matcher(labels.getOrDefault(share.label(), "")).matches());
    double all = increase.total();
    String of = String.format(Locale.ROOT, " (%s of %s)", Shown.number(part), Shown.number(all));
    return compared(check, increase, part / all, all, of, apart);
  }

  private static Checked quantile(
      ScrapeCheck check, Quantile quantile, Increase increase, Duration apart) {
    Buckets buckets = Buckets.of(increase.bySeries());
    double all = buckets.observations();
    String of = " (of " + Shown.number(all) + " observations)";
    return compared(check, increase, buckets.quantile(quantile.q()), all, of, apart);
  }

  private static Checked compared(
      ScrapeCheck check,
      Increase increase,
      double value,
      double restsOn,
      String of,
      Duration apart) {
    List<String> seen = new ArrayList<>();
    if (increase.reset()) {
      seen.add("the counters began anew in between; what they counted since then is used");
    }
    if (increase.bySeries().isEmpty()) {
      return Checked.unknown(
          String.join(" and ", check.measure().series()) + " has no values", seen);
    }
    if (Double.isNaN(restsOn) || restsOn < check.atLeast()) {
      return Checked.unknown(
          "it rests on "
              + Shown.number(restsOn)
              + " only; "
              + Shown.number(check.atLeast())
              + " are needed to tell",
          seen);
    }
    if (!Double.isFinite(value)) {
      return Checked.unknown("nothing was measured in " + Shown.time(apart), seen);
    }
    String words = Shown.number(value) + of + " in " + Shown.time(apart);
    seen.add("the value is " + words);
    Checked compared =
        check.threshold().isMetBy(value)
            ? Checked.passed(words + ", wanted " + check.threshold(), seen)
            : Checked.failed(words + ", wanted " + check.threshold(), seen);
    return compared.of(value);
  }
}
