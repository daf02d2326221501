package uz.stario.rollback.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of {@code bench/start}: a command of ours beside one of kubectl's. */
record StartReport(List<Line> lines) {

  StartReport {
    lines = List.copyOf(lines);
  }

  /**
   * One comparison.
   *
   * @param name in the last line
   * @param promised the most that ours may take
   */
  record Line(String name, Duration ours, Duration theirs, Duration promised) {

    double ratio() {
      return (double) ours.toNanos() / theirs.toNanos();
    }
  }

  List<String> table() {
    List<String> table = new ArrayList<>();
    table.add("             ours ms   kubectl ms   x kubectl   promised ms");
    for (Line line : lines) {
      table.add(
          String.format(
              Locale.ROOT,
              "%-10s %9d %12d %11.2f %13d",
              line.name(),
              line.ours().toMillis(),
              line.theirs().toMillis(),
              line.ratio(),
              line.promised().toMillis()));
    }
    return table;
  }

  List<String> shortfalls() {
    return lines.stream()
        .filter(line -> line.ours().compareTo(line.promised()) > 0)
        .map(line ->
            "%s: promised at most %d ms, took %d ms"
                .formatted(line.name(), line.promised().toMillis(), line.ours().toMillis()))
        .toList();
  }

  String lastLine() {
    StringBuilder last = new StringBuilder("start");
    for (Line line : lines) {
      last.append(
          String.format(
              Locale.ROOT,
              " %1$s=%2$dms kubectl-%1$s=%3$dms %1$s/kubectl=%4$.2f",
              line.name(),
              line.ours().toMillis(),
              line.theirs().toMillis(),
              line.ratio()));
    }
    return last.toString();
  }
}
