package uz.stario.rollback.app.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A terminal's screen, as far as this program uses it: line feeds, carriage returns, cursor up,
 * erasing a line, colours. Breaks long lines and scrolls as terminals do.
 */
final class Screen {

  private final int columns;
  private final int rows;
  private final List<List<Cell>> lines = new ArrayList<>();
  private final List<String> gone = new ArrayList<>();
  private final StringBuilder sequence = new StringBuilder();
  private String ink = "";
  private int row;
  private int column;
  private int broken;

  /**
   * One character.
   *
   * @param ink the parameter of the sequence that coloured it, empty for none
   */
  record Cell(char character, String ink) {}

  Screen(int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
    lines.add(new ArrayList<>());
  }

  Screen write(String text) {
    for (int i = 0; i < text.length(); i++) {
      write(text.charAt(i));
    }
    return this;
  }

  private void write(char character) {
    if (!sequence.isEmpty() || character == '\u001b') {
      sequence.append(character);
      if (Character.isLetter(character)) {
        control(sequence.substring(2));
        sequence.setLength(0);
      }
    } else if (character == '\r') {
      column = 0;
    } else if (character == '\n') {
      column = 0; // as terminals are set: a line feed also returns
      down();
    } else {
      if (column == columns) {
        broken++;
        column = 0;
        down();
      }
      put(new Cell(character, ink));
    }
  }

  private void control(String command) {
    String parameter = command.substring(0, command.length() - 1);
    switch (command.charAt(command.length() - 1)) {
      case 'A' -> row = Math.max(0, row - Integer.parseInt(parameter));
      case 'K' -> lines.get(row).clear();
      case 'm' -> ink = parameter.equals("0") ? "" : parameter;
      default -> throw new IllegalArgumentException("this program does not use " + command);
    }
  }

  private void put(Cell cell) {
    List<Cell> line = lines.get(row);
    while (line.size() < column) {
      line.add(new Cell(' ', ""));
    }
    if (line.size() == column) {
      line.add(cell);
    } else {
      line.set(column, cell);
    }
    column++;
  }

  private void down() {
    row++;
    if (row == lines.size()) {
      lines.add(new ArrayList<>());
    }
    if (lines.size() > rows) {
      gone.add(text(lines.removeFirst()));
      row--;
    }
  }

  /** The lines that are seen, top first. */
  List<List<Cell>> cells() {
    return lines.stream().map(List::copyOf).toList();
  }

  /** Everything that stands there, also what has scrolled out of sight. */
  String text() {
    List<String> all = new ArrayList<>(gone);
    lines.forEach(line -> all.add(text(line)));
    return String.join("\n", all);
  }

  /** How many lines have scrolled out of sight. */
  int scrolled() {
    return gone.size();
  }

  /** How many lines were too long and had to be broken. */
  int broken() {
    return broken;
  }

  private static String text(List<Cell> line) {
    return line.stream()
        .map(cell -> String.valueOf(cell.character()))
        .collect(Collectors.joining())
        .stripTrailing();
  }
}
