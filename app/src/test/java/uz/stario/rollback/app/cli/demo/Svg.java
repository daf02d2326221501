package uz.stario.rollback.app.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import uz.stario.rollback.app.cli.demo.Film.Frame;
import uz.stario.rollback.app.cli.demo.Screen.Cell;

/**
 * A film of a terminal as an animated SVG: the frames side by side behind a window that jumps from
 * one to the next. Each different line is kept once. Without animation the last frame is shown.
 */
final class Svg {

  private static final double CELL = 8.4;
  private static final double LINE = 18;
  private static final double MARGIN = 16;
  private static final double BAR = 30;
  private static final Duration READING = Duration.ofMillis(150);
  private static final Duration LONGEST_READING = Duration.ofSeconds(4);
  private static final Duration AT_THE_END = Duration.ofSeconds(9);
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final String AXES = "┤┼┄";

  private final int columns;
  private final int rows;
  private final String title;
  private final Map<List<Cell>, String> names = new LinkedHashMap<>();
  private final StringBuilder out = new StringBuilder();

  Svg(int columns, int rows, String title) {
    this.columns = columns;
    this.rows = rows;
    this.title = title;
  }

  String write(List<Frame> frames) {
    double width = columns * CELL + 2 * MARGIN;
    double height = rows * LINE + MARGIN + BAR;
    StringBuilder strip = new StringBuilder();
    for (int i = 0; i < frames.size(); i++) {
      strip.append(String.format(Locale.ROOT, "<g transform=\"translate(%.0f)\">", i * width));
      List<List<Cell>> lines = frames.get(i).lines();
      for (int row = 0; row < lines.size(); row++) {
        if (!lines.get(row).isEmpty()) {
          String name = names.computeIfAbsent(lines.get(row), _ -> "l" + names.size());
          strip.append(
              String.format(Locale.ROOT, "<use href=\"#%s\" y=\"%.0f\"/>", name, row * LINE));
        }
      }
      strip.append("</g>\n");
    }
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$.0f %2$.0f\""
                + " width=\"%1$.0f\" height=\"%2$.0f\" role=\"img\">\n<title>%3$s</title>\n",
            width,
            height,
            escaped(title)));
    style(frames, width);
    out.append("<defs>\n");
    names.forEach(this::line);
    out.append("</defs>\n");
    out.append("<rect class=\"b\" width=\"100%\" height=\"100%\" rx=\"8\"/>\n");
    for (int i = 0; i < 3; i++) {
      out.append(
          String.format(
              Locale.ROOT, "<circle class=\"d\" cx=\"%d\" cy=\"15\" r=\"5\"/>", 20 + 18 * i));
    }
    out.append(
        String.format(
            Locale.ROOT,
            "<text class=\"t\" x=\"%.0f\" y=\"19\">%s</text>\n",
            width / 2,
            escaped(title)));
    out.append(
        String.format(
            Locale.ROOT,
            "<svg x=\"%.0f\" y=\"%.0f\" width=\"%.0f\" height=\"%.0f\"><g class=\"s\">\n",
            MARGIN,
            BAR,
            columns * CELL,
            rows * LINE + 4));
    return out.append(strip).append("</g></svg>\n</svg>\n").toString();
  }

  private void style(List<Frame> frames, double width) {
    List<Duration> lasts = new ArrayList<>();
    for (int i = 0; i < frames.size() - 1; i++) {
      lasts.add(longer(frames.get(i).lasts(), reading(frames.get(i).fresh())));
    }
    lasts.add(AT_THE_END);
    double all = lasts.stream().mapToLong(Duration::toMillis).sum();
    StringBuilder keys = new StringBuilder();
    double at = 0;
    for (int i = 0; i < frames.size(); i++) {
      keys.append(
          String.format(
              Locale.ROOT,
              "%.3f%%{transform:translateX(%.0fpx)}",
              at / all * 100,
              i == 0 ? 0.0 : -i * width));
      at += lasts.get(i).toMillis();
    }
    double end = -(frames.size() - 1) * width;
    out.append(
        String.format(
            Locale.ROOT,
            """
            <style>
            text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;\
            white-space:pre;fill:#1f2328}
            .b{fill:#f6f8fa;stroke:#d0d7de}.d{fill:#d0d7de}
            .t{text-anchor:middle;font-size:12px;fill:#656d76}
            .a{fill:none;stroke:#8c959f}.l{stroke-dasharray:3 3}
            .n{fill:#1f2328}.f{fill:#656d76}.w{font-weight:600}
            .g{fill:#1a7f37}.r{fill:#cf222e}.y{fill:#9a6700}
            @media (prefers-color-scheme:dark){
            text,.n{fill:#e6edf3}.b{fill:#0d1117;stroke:#30363d}.d{fill:#30363d}
            .t,.f{fill:#8b949e}.g{fill:#3fb950}.r{fill:#f85149}.y{fill:#d29922}}
            .s{transform:translateX(%.0fpx);animation:p %.1fs step-end infinite}
            @media (prefers-reduced-motion:reduce){.s{animation:none}}
            @keyframes p{%s}
            </style>
            """,
            end,
            all / 1e3,
            keys));
  }

  /** Lines that come at once are kept until they can be glanced over. */
  private static Duration reading(int lines) {
    Duration needed = READING.multipliedBy(Math.max(0, lines));
    return needed.compareTo(LONGEST_READING) < 0 ? needed : LONGEST_READING;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  /**
   * Text in runs of one colour; a column of the chart, which is two cells wide from an odd cell on,
   * by itself; blocks as rectangles, for fonts leave gaps between theirs.
   */
  private void line(List<Cell> cells, String name) {
    out.append("<g id=\"").append(name).append("\">");
    int from = 0;
    while (from < cells.size()) {
      int to = from + 1;
      while (to < cells.size()
          && together(cells.get(from), cells.get(to))
          && !(isBlock(cells.get(to)) && to % 2 == 1)) {
        to++;
      }
      run(cells.subList(from, to), from);
      from = to;
    }
    out.append("</g>\n");
  }

  private static boolean together(Cell first, Cell next) {
    boolean block = isDrawn(first) || isDrawn(next);
    return first.ink().equals(next.ink()) && (!block || first.equals(next));
  }

  private static boolean isDrawn(Cell cell) {
    return isBlock(cell) || AXES.indexOf(cell.character()) >= 0;
  }

  private static boolean isBlock(Cell cell) {
    return BLOCKS.indexOf(cell.character()) >= 0;
  }

  /** An axis or a limit, as a line that meets the one of the next row. */
  private void axis(Cell first, int length, int column) {
    double x = column * CELL;
    double middle = LINE / 2 + 2;
    String path =
        switch (first.character()) {
          case '┄' -> String.format(Locale.ROOT, "M%.1f %.1fh%.1f", x, middle, length * CELL);
          default ->
              String.format(
                  Locale.ROOT,
                  "M%.1f 2v%.0fM%.1f %.1fh%.1f",
                  x + CELL / 2,
                  LINE,
                  x,
                  first.character() == '┼' ? LINE + 1.5 : middle,
                  CELL / 2);
        };
    out.append(
        String.format(
            Locale.ROOT,
            "<path class=\"a%s\" d=\"%s\"/>",
            first.character() == '┄' ? " l" : "",
            path));
  }

  private void run(List<Cell> run, int column) {
    Cell first = run.getFirst();
    if (isBlock(first)) {
      double high = (BLOCKS.indexOf(first.character()) + 1) * LINE / 8;
      out.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
              colour(first.ink()),
              column * CELL,
              LINE - high + 2,
              run.size() * CELL - 1,
              high));
      return;
    }
    if (isDrawn(first)) {
      axis(first, run.size(), column);
      return;
    }
    StringBuilder text = new StringBuilder();
    run.forEach(cell -> text.append(cell.character()));
    String words = text.toString();
    if (words.isBlank()) {
      return;
    }
    String stripped = words.stripLeading();
    int start = column + words.length() - stripped.length();
    stripped = stripped.stripTrailing();
    out.append(
        String.format(
            Locale.ROOT,
            "<text class=\"%s\" x=\"%.1f\" y=\"15\" textLength=\"%.1f\">%s</text>",
            colour(first.ink()),
            start * CELL,
            stripped.length() * CELL,
            escaped(stripped)));
  }

  private static String colour(String ink) {
    return switch (ink) {
      case "" -> "n";
      case "1" -> "w";
      case "2" -> "f";
      case "31" -> "r";
      case "32" -> "g";
      case "33" -> "y";
      default -> throw new IllegalArgumentException("no colour for " + ink);
    };
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
