package uz.stario.rollback.app.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import uz.stario.rollback.app.text.Table;

/** What happened when, in seconds since the first of it. */
final class Chronicle {

  private final List<Moment> moments = new ArrayList<>();

  private record Moment(Instant at, String what) {}

  void add(Instant at, String what) {
    moments.add(new Moment(at, what));
  }

  /** In the order of time: when, how long after the one before, what. */
  List<String> lines() {
    List<Moment> ordered = moments.stream().sorted(Comparator.comparing(Moment::at)).toList();
    Table table = new Table();
    Instant start = ordered.isEmpty() ? Instant.EPOCH : ordered.getFirst().at();
    Instant before = start;
    for (Moment moment : ordered) {
      String since = seconds(start, moment.at());
      String step = moment.at().equals(start) ? "" : "+" + seconds(before, moment.at());
      table.row("  " + right(since), right(step), moment.what());
      before = moment.at();
    }
    return table.lines();
  }

  private static String seconds(Instant from, Instant to) {
    return String.format(Locale.ROOT, "%.1f s", Duration.between(from, to).toMillis() / 1e3);
  }

  private static String right(String text) {
    return " ".repeat(Math.max(0, 7 - text.length())) + text;
  }
}
