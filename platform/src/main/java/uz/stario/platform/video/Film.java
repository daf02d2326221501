package uz.stario.platform.video;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import uz.stario.platform.poster.Palette;
import uz.stario.platform.poster.Poster;
import uz.stario.platform.poster.TextBlock;
import uz.stario.platform.poster.Typefaces;

/**
 * A short film, drawn by rules and not by a model: a record that turns, with the artist's name and
 * the words of who asked for it.
 */
final class Film {

  static final int WIDTH = 320;
  static final int HEIGHT = 180;
  static final int FRAMES_PER_SECOND = 12;

  /** Two and a half seconds. */
  static final int FRAMES = 30;

  private final Palette palette;
  private final TextBlock name;
  private final TextBlock words;

  Film(Job job) {
    palette = Palette.of(job.artistId());
    name =
        TextBlock.fit(
            orElse(Poster.legible(job.artistName()), job.artistId()),
            Typefaces.bold(1),
            26,
            11,
            150,
            64);
    words =
        TextBlock.fit(
            orElse(Poster.legible(job.prompt()), "…"), Typefaces.regular(1), 16, 9, 150, 76);
  }

  private static String orElse(String text, String other) {
    return text.isEmpty() ? other : text;
  }

  /** One picture; its bytes lie row by row as blue, green, red. */
  BufferedImage frame(int number) {
    var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setPaint(new GradientPaint(0, 0, palette.dark(), WIDTH, HEIGHT, palette.deep()));
      graphics.fillRect(0, 0, WIDTH, HEIGHT);
      drawRecord(graphics, 360.0 * number / FRAMES);
      graphics.setColor(Color.WHITE);
      name.drawCentred(graphics, 156, 52 - name.height() / 2, 150);
      graphics.setColor(palette.accent());
      // How far the film is.
      graphics.fillRect(156, 92, 150 * (number + 1) / FRAMES, 3);
      graphics.setColor(Color.WHITE);
      words.drawCentred(graphics, 156, 132 - words.height() / 2, 150);
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private void drawRecord(Graphics2D graphics, double degrees) {
    graphics.setColor(new Color(12, 10, 18));
    graphics.fill(new Ellipse2D.Double(14, 25, 130, 130));
    graphics.setColor(new Color(255, 255, 255, 40));
    graphics.setStroke(new BasicStroke(1));
    for (int inset = 8; inset < 42; inset += 6) {
      graphics.draw(new Ellipse2D.Double(14 + inset, 25 + inset, 130 - 2 * inset, 130 - 2 * inset));
    }
    graphics.setColor(palette.accent());
    graphics.fill(new Ellipse2D.Double(55, 66, 48, 48));
    graphics.setColor(palette.dark());
    for (int blade = 0; blade < 3; blade++) {
      graphics.fill(new Arc2D.Double(58, 69, 42, 42, degrees + 120 * blade, 40, Arc2D.PIE));
    }
  }
}
