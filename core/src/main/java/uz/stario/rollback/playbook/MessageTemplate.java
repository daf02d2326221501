package uz.stario.rollback.playbook;

import java.util.List;

/**
 * What a message says, with <code>${…}</code> for what the run fills in ({@link Placeholder}).
 *
 * @param title the first line
 * @param status the line below the fields; empty for none
 * @param closing the last line; empty for none
 */
public record MessageTemplate(String title, List<Line> lines, String status, String closing) {
  public MessageTemplate {
    lines = List.copyOf(lines);
  }

  /** A name and what stands beside it. */
  public record Line(String name, String text) {}
}
