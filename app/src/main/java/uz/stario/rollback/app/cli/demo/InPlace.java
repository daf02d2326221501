package uz.stario.rollback.app.cli.demo;

import java.io.PrintStream;
import java.util.List;

/**
 * Lines that are drawn again over themselves.
 *
 * <p>After a change of the terminal's size nobody knows where the old lines are, for terminals
 * break long ones anew in different ways: the next drawing then begins below them.
 */
final class InPlace {

  private static final String ERASE_LINE = "\u001b[2K";

  private final PrintStream out;
  private int drawn;

  InPlace(PrintStream out) {
    this.out = out;
  }

  /**
   * Draws.
   *
   * @param lines none as wide as the terminal
   */
  void draw(List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append('A');
    }
    for (String line : lines) {
      text.append('\r').append(ERASE_LINE).append(line).append('\n');
    }
    for (int i = lines.size(); i < drawn; i++) {
      text.append('\r').append(ERASE_LINE).append('\n');
    }
    drawn = Math.max(drawn, lines.size());
    out.print(text);
    out.flush();
  }

  /** What is drawn stays; the next drawing begins below. */
  void leave() {
    drawn = 0;
  }
}
