package uz.stario.rollback.app.cli.demo;

import uz.stario.rollback.app.text.Paint;

/** Characters in colours, neighbours of one colour in one sequence. */
final class Cells {

  /** What a cell means. */
  enum Ink {
    GOOD,
    BAD,
    LIMIT,
    NONE
  }

  private final Paint paint;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder same = new StringBuilder();
  private Ink ink = Ink.NONE;

  Cells(Paint paint) {
    this.paint = paint;
  }

  void add(char cell, Ink with) {
    if (with != ink) {
      flush();
      ink = with;
    }
    same.append(cell);
  }

  private void flush() {
    if (same.isEmpty()) {
      return;
    }
    String cells = same.toString();
    text.append(
        switch (ink) {
          case GOOD -> paint.good(cells);
          case BAD -> paint.bad(cells);
          case LIMIT -> paint.faint(cells);
          case NONE -> cells;
        });
    same.setLength(0);
  }

  String text() {
    flush();
    return text.toString();
  }
}
