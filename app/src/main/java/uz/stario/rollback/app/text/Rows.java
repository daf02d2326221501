package uz.stario.rollback.app.text;

import java.util.ArrayList;
import java.util.List;
import uz.stario.rollback.plan.Difference;

/** Rows of a label and what there is to say of it, the text below itself where it is long. */
final class Rows {

  static final int LABEL_WIDTH = 11;

  private final int width;
  private final List<String> lines = new ArrayList<>();

  Rows(int width) {
    this.width = width;
  }

  Rows row(String label, String text) {
    List<String> wrapped = Lines.wrapped(text, width - LABEL_WIDTH - 2);
    String gap = " ".repeat(Math.max(1, LABEL_WIDTH - label.length()));
    lines.add("  " + label + gap + wrapped.getFirst());
    wrapped.stream().skip(1).forEach(this::below);
    return this;
  }

  /** On one line where it fits; else before and after below each other, easy to compare. */
  Rows difference(Difference difference) {
    if (difference.what().equals("other")) {
      return row(difference.what(), difference.where() + ": " + difference.before());
    }
    String before = difference.before().isEmpty() ? "(none)" : difference.before();
    String after = difference.after().isEmpty() ? "(none)" : difference.after();
    String whole = difference.where() + "  " + before + " → " + after;
    if (LABEL_WIDTH + 2 + whole.length() <= width) {
      return row(difference.what(), whole);
    }
    row(difference.what(), difference.where());
    below("  " + before);
    below("→ " + after);
    return this;
  }

  private void below(String text) {
    lines.add(" ".repeat(LABEL_WIDTH + 2) + text);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
