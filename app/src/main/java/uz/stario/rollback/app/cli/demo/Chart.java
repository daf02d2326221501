package uz.stario.rollback.app.cli.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import uz.stario.rollback.app.text.Paint;
import uz.stario.rollback.assess.Measurement;

/**
 * Error rate and P95 as columns over time, each against its limit, which lies halfway up. Pure.
 *
 * @param first the number of the first column
 * @param columns oldest first
 * @param errorLimit of one
 * @param latencyLimit empty until there is a baseline
 * @param marks what happened below which column
 */
record Chart(
    long first,
    List<Measurement> columns,
    double errorLimit,
    Optional<Double> latencyLimit,
    List<Mark> marks) {

  /** A narrower one would show too little to be worth its lines. */
  static final int LEAST_WIDTH = 44;

  /** Rows of both bands and the marks below them. */
  static final int HEIGHT = 7;

  private static final int LABEL = 8;
  private static final int ROWS = 3;
  private static final int LEVELS = 8;
  private static final String BLOCKS = " ▁▂▃▄▅▆▇█";

  /** Wide enough for {@code 1204 ms ✗ over 1204 ms}. */
  private static final int NOTE = 24;

  private static final int SHORT_NOTE = 11;
  private static final int WIDE = 72;
  private static final int MOST_COLUMNS = 60;

  /** Until there is a limit, as if this were it: milliseconds. */
  private static final double USUAL_LATENCY = 100;

  /** Something that happened while a column was under way. */
  record Mark(long column, String label) {}

  Chart {
    columns = List.copyOf(columns);
    marks = List.copyOf(marks);
  }

  /** The lines, none longer than the width less one. */
  List<String> lines(int width, Paint paint) {
    boolean wide = width >= WIDE;
    int cells = wide ? 2 : 1;
    int space = width - 1 - LABEL - 1 - (wide ? NOTE : SHORT_NOTE);
    int room = Math.min(MOST_COLUMNS, space / cells) * cells;
    int from = Math.max(0, columns.size() - room / cells);
    List<Measurement> shown =
        columns.subList(from, columns.size()).stream()
            .flatMap(column -> Collections.nCopies(cells, column).stream())
            .toList();
    List<String> lines = new ArrayList<>();
    band(lines, errors(), shown, room, wide, paint);
    band(lines, latency(), shown, room, wide, paint);
    lines.add(paint.faint(marks(from, cells, room, width)));
    return lines;
  }

  private record Band(
      String title,
      String unit,
      Optional<Double> limit,
      double usual,
      int decimals,
      Function<Measurement, Optional<Double>> value) {

    String number(double value) {
      return String.format(Locale.ROOT, "%." + decimals + "f %s", value, unit);
    }

    /** The limit is halfway up. */
    double top() {
      return 2 * limit.orElse(usual);
    }

    boolean over(double value) {
      return limit.filter(most -> value > most).isPresent();
    }
  }

  private Band errors() {
    double limit = errorLimit * 100;
    return new Band(
        "errors",
        "%",
        Optional.of(limit),
        limit,
        1,
        column -> column.errorRate().map(rate -> rate * 100));
  }

  private Band latency() {
    return new Band(
        "P95",
        "ms",
        latencyLimit,
        USUAL_LATENCY,
        0,
        column -> column.p95().map(p95 -> p95.toNanos() / 1e6));
  }

  private static void band(
      List<String> lines, Band band, List<Measurement> shown, int room, boolean wide, Paint paint) {
    List<Optional<Double>> values = shown.stream().map(band.value()).toList();
    String limit =
        band.limit()
            .map(most -> String.format(Locale.ROOT, "%.0f %s", most, band.unit()))
            .orElse("");
    lines.add(label(band.title(), paint, true) + "┤" + row(band, values, 2, room, paint));
    lines.add(
        label(limit, paint, false)
            + "┤"
            + row(band, values, 1, room, paint)
            + " "
            + note(band, values, wide, paint));
    lines.add(label("0", paint, false) + "┼" + row(band, values, 0, room, paint));
  }

  private static String label(String text, Paint paint, boolean title) {
    String padded = " ".repeat(LABEL - 1 - text.length()) + text + " ";
    return title ? paint.strong(padded) : paint.faint(padded);
  }

  /** One row of cells; the middle one also shows the limit where no bar covers it. */
  private static String row(
      Band band, List<Optional<Double>> values, int row, int room, Paint paint) {
    Cells cells = new Cells(paint);
    for (int column = 0; column < room; column++) {
      Optional<Double> value = column < values.size() ? values.get(column) : Optional.empty();
      int filled = value.map(v -> level(v, band.top()) - row * LEVELS).orElse(0);
      if (filled > 0) {
        char block = BLOCKS.charAt(Math.min(LEVELS, filled));
        cells.add(block, value.filter(band::over).isPresent() ? Cells.Ink.BAD : Cells.Ink.GOOD);
      } else if (row == 1 && band.limit().isPresent()) {
        cells.add('┄', Cells.Ink.LIMIT);
      } else if (row == 0 && column < values.size()) {
        cells.add('?', Cells.Ink.LIMIT); // measured, and there was nothing to measure
      } else {
        cells.add(' ', Cells.Ink.NONE);
      }
    }
    return cells.text();
  }

  /** Never nothing: a zero that was measured is one eighth high. */
  private static int level(double value, double top) {
    long level = Math.round(value / top * ROWS * LEVELS);
    return Math.clamp(level, 1, ROWS * LEVELS);
  }

  private static String note(Band band, List<Optional<Double>> values, boolean wide, Paint paint) {
    if (values.isEmpty()) {
      return "";
    }
    Optional<Double> last = values.getLast();
    if (last.isEmpty()) {
      return paint.caution("? no data");
    }
    String number = band.number(last.get());
    if (band.limit().isEmpty()) {
      return number;
    }
    boolean over = band.over(last.get());
    String limit = String.format(Locale.ROOT, "%.0f %s", band.limit().orElseThrow(), band.unit());
    String mark = over ? "✗" + (wide ? " over " + limit : "") : "✓";
    return over ? paint.bad(number + "  " + mark) : paint.good(number + "  " + mark);
  }

  /** The first one's label stands before it, so that the next has room behind it. */
  private String marks(int from, int cells, int room, int width) {
    StringBuilder line = new StringBuilder(" ".repeat(LABEL + 1));
    for (Mark mark : marks) {
      long cell = (mark.column() - first - from) * cells;
      if (cell < 0 || cell >= room) {
        continue;
      }
      String before = mark.label() + " ▲";
      String behind = "▲ " + mark.label();
      int at = LABEL + 1 + (int) cell;
      int start = at - before.length() + 1;
      boolean left = mark.equals(marks.getFirst()) && start >= line.length();
      String text = left ? before : behind;
      int begin = left ? start : at;
      if (begin >= line.length() && begin + text.length() < width) {
        line.append(" ".repeat(begin - line.length())).append(text).append(' ');
      }
    }
    return line.toString().stripTrailing();
  }
}
