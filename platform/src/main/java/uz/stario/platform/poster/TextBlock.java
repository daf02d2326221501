package uz.stario.platform.poster;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.text.AttributedString;
import java.util.ArrayList;
import java.util.List;

/**
 * Words set in lines that fit a box: as large as they fit, and cut with an ellipsis where even the
 * smallest size does not.
 */
public final class TextBlock {

  private static final float LEADING = 1.12f;
  private static final float STEP = 0.93f;

  private final List<TextLayout> lines;
  private final float lineHeight;

  private TextBlock(List<TextLayout> lines, float lineHeight) {
    this.lines = lines;
    this.lineHeight = lineHeight;
  }

  /**
   * Sets a text.
   *
   * @param largest the size to begin with, in pixels
   * @param smallest what is still legible, in pixels
   */
  public static TextBlock fit(
      String text, Font font, float largest, float smallest, float width, float height) {
    for (float size = largest; ; size *= STEP) {
      boolean last = size * STEP < smallest;
      Font sized = font.deriveFont(size);
      List<TextLayout> lines = lines(text, sized, width);
      int fitting = (int) (height / (size * LEADING));
      // A word is broken in two only where nothing smaller is left to try.
      if (lines.size() <= fitting && (last || !breaksWord(text, sized, width))) {
        return new TextBlock(lines, size * LEADING);
      }
      if (last) {
        return cut(text, sized, width, Math.min(fitting, lines.size()), size * LEADING);
      }
    }
  }

  /** In pixels. */
  public float height() {
    return lines.size() * lineHeight;
  }

  int lineCount() {
    return lines.size();
  }

  /** Draws downwards from a top edge, each line in the middle of the width. */
  public void drawCentred(Graphics2D graphics, float left, float top, float width) {
    float y = top;
    for (TextLayout line : lines) {
      line.draw(
          graphics,
          left + (width - line.getAdvance()) / 2,
          y + (lineHeight + line.getAscent() - line.getDescent()) / 2);
      y += lineHeight;
    }
  }

  private static TextBlock cut(String text, Font font, float width, int count, float lineHeight) {
    int points = text.codePointCount(0, text.length());
    // The longest beginning that fits with its ellipsis.
    int fits = 0;
    int no = points;
    while (fits + 1 < no) {
      int middle = (fits + no) / 2;
      if (lines(beginning(text, middle), font, width).size() <= count) {
        fits = middle;
      } else {
        no = middle;
      }
    }
    return new TextBlock(lines(beginning(text, fits), font, width), lineHeight);
  }

  private static String beginning(String text, int points) {
    return text.substring(0, text.offsetByCodePoints(0, points)).stripTrailing() + "…";
  }

  private static boolean breaksWord(String text, Font font, float width) {
    for (String word : text.split("\\s+", -1)) {
      if (!word.isEmpty() && layout(word, font).getAdvance() > width) {
        return true;
      }
    }
    return false;
  }

  private static List<TextLayout> lines(String text, Font font, float width) {
    List<TextLayout> lines = new ArrayList<>();
    for (String paragraph : text.split("\n", -1)) {
      if (paragraph.isBlank()) {
        lines.add(layout(" ", font));
        continue;
      }
      var measurer = new LineBreakMeasurer(attributed(paragraph, font).getIterator(), context());
      while (measurer.getPosition() < paragraph.length()) {
        lines.add(measurer.nextLayout(width));
      }
    }
    return lines;
  }

  private static TextLayout layout(String text, Font font) {
    return new TextLayout(text, font, context());
  }

  private static AttributedString attributed(String text, Font font) {
    var attributed = new AttributedString(text);
    attributed.addAttribute(TextAttribute.FONT, font);
    return attributed;
  }

  private static FontRenderContext context() {
    return new FontRenderContext(null, true, true);
  }
}
