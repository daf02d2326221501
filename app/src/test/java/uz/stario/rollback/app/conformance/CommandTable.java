package uz.stario.rollback.app.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of the guide: a line a row, what the sandbox did and what a real server did. */
final class CommandTable {
  private static final Path GUIDE = Path.of("..", "docs", "sandbox.md");
  private static final String BEGIN = "<!-- kubectl-table -->\n";
  private static final String END = "<!-- /kubectl-table -->";
  private static final String UNTRIED = "not tried yet";

  private CommandTable() {}

  /** The lines of one column, or the other left as they are. */
  static String with(
      String guide,
      List<Row> rows,
      Map<Row, String> sandbox,
      Map<Row, String> real,
      String realTitle) {
    Map<String, List<String>> past = cells(guide);
    List<String> header = past.getOrDefault("", List.of("", "", "", "A real server"));
    StringBuilder table = new StringBuilder();
    line(table, "kubectl …", "must show", "sandbox", real.isEmpty() ? header.get(3) : realTitle);
    table.append("|---|---|---|---|\n");
    String section = "";
    for (Row row : rows) {
      if (!row.section.equals(section)) {
        section = row.section;
        line(table, "**" + section + "**", "", "", "");
      }
      String command = code(row.command);
      List<String> before =
          past.getOrDefault(command + row.seen, List.of("", "", UNTRIED, UNTRIED));
      line(
          table,
          command,
          row.seen,
          sandbox.getOrDefault(row, before.get(2)),
          real.getOrDefault(row, before.get(3)));
    }
    int begin = guide.indexOf(BEGIN) + BEGIN.length();
    return guide.substring(0, begin) + table + guide.substring(guide.indexOf(END));
  }

  private static Map<String, List<String>> cells(String guide) {
    Map<String, List<String>> cells = new LinkedHashMap<>();
    String table = guide.substring(guide.indexOf(BEGIN) + BEGIN.length(), guide.indexOf(END));
    for (String line : table.lines().toList()) {
      List<String> of = new ArrayList<>();
      for (String cell : line.substring(1, line.length() - 1).split("(?<!\\\\)\\|", -1)) {
        of.add(cell.strip());
      }
      cells.put(cells.isEmpty() ? "" : of.get(0) + of.get(1), of);
    }
    return cells;
  }

  private static void line(StringBuilder table, String... cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String code(String command) {
    String shown = command.replace("{ns}", "team").replace("{pod}", "POD").replace("|", "\\|");
    return "`" + shown + "`";
  }

  static String cell(Trial.Verdict verdict) {
    return switch (verdict) {
      case Trial.Verdict.AsWanted() -> "yes";
      case Trial.Verdict.Differs(String reason) -> "no: " + reason;
      case Trial.Verdict.NotTried(String why) -> "not tried: " + why;
      case Trial.Verdict.Otherwise _ -> "otherwise";
    };
  }

  static String guide() throws IOException {
    return Files.readString(GUIDE);
  }

  static void write(String guide) throws IOException {
    Files.writeString(GUIDE, guide);
  }
}
