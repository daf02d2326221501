package uz.stario.rollback.app.text;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell, two spaces apart, the last one as long as it is. */
public final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  public Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** The lines, without trailing spaces. */
  public List<String> lines() {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int width = row.get(i).length();
        if (i == widths.size()) {
          widths.add(width);
        } else {
          widths.set(i, Math.max(widths.get(i), width));
        }
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(row.get(i));
      if (i < row.size() - 1) {
        line.append(" ".repeat(widths.get(i) - row.get(i).length() + 2));
      }
    }
    return line.toString().stripTrailing();
  }
}
