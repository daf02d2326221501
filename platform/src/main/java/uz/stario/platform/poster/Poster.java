package uz.stario.platform.poster;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;

/**
 * A poster, drawn by rules and not by a model: the artist's own colours and shapes, the name, and
 * the words of a fan.
 *
 * <p>The same artist and words give the same picture. Safe for threads; two are drawn at a time, so
 * that memory has a bound.
 */
public final class Poster {

  /** In pixels. */
  public static final int WIDTH = 900;

  /** In pixels. */
  public static final int HEIGHT = 1200;

  private static final int MARGIN = 72;
  private static final int INNER = WIDTH - 2 * MARGIN;

  /** Where the name ends at the latest, and the words begin, in pixels from the top. */
  private static final int NAME_TOP = 560;

  private static final int NAME_HEIGHT = 230;
  private static final int WORDS_TOP = 830;
  private static final int WORDS_HEIGHT = 260;

  private static final Semaphore TWO_AT_A_TIME = new Semaphore(2);

  private Poster() {}

  /**
   * Draws a poster.
   *
   * @param text at least one character that {@link #legible} leaves
   * @return a PNG
   */
  public static byte[] draw(String artistId, String artistName, String text) {
    TWO_AT_A_TIME.acquireUninterruptibly();
    try {
      return png(image(artistId, artistName, text));
    } finally {
      TWO_AT_A_TIME.release();
    }
  }

  /**
   * The words as they can be printed: composed, on tidy lines, without what no glyph exists for.
   */
  public static String legible(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC).replaceAll("\\R", "\n");
    String spaced = composed.replaceAll("[^\\S\n]+", " ");
    // Invisible marks may turn or hide what stands beside them.
    String visible = spaced.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}&&[^\n]]", "");
    return Typefaces.showable(visible)
        .replaceAll(" *\n *", "\n")
        .replaceAll("\n{3,}", "\n\n")
        .strip();
  }

  private static BufferedImage image(String artistId, String artistName, String text) {
    Palette palette = Palette.of(artistId);
    var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setPaint(new GradientPaint(0, 0, palette.dark(), 0, HEIGHT, palette.deep()));
      graphics.fillRect(0, 0, WIDTH, HEIGHT);
      drawStar(graphics, palette, Palette.random(artistId));
      drawWords(graphics, palette, artistName, text);
    } finally {
      graphics.dispose();
    }
    return image;
  }

  /** A record with its grooves, and a star on it whose points and turn are the artist's own. */
  private static void drawStar(Graphics2D graphics, Palette palette, SplittableRandom random) {
    double x = WIDTH / 2.0;
    double y = 310;
    for (int ray = 0; ray < 48; ray++) {
      double angle = (2 * Math.PI) * ray / 48;
      graphics.setColor(translucent(palette.accent(), ray % 2 == 0 ? 26 : 12));
      graphics.setStroke(new BasicStroke(7));
      graphics.draw(
          new Line2D.Double(
              x + 245 * Math.cos(angle),
              y + 245 * Math.sin(angle),
              x + 1300 * Math.cos(angle),
              y + 1300 * Math.sin(angle)));
    }
    graphics.setColor(new Color(12, 10, 18));
    graphics.fill(circle(x, y, 225));
    graphics.setStroke(new BasicStroke(1.5f));
    for (int groove = 96; groove < 220; groove += 5 + random.nextInt(7)) {
      graphics.setColor(new Color(255, 255, 255, 16 + random.nextInt(22)));
      graphics.draw(circle(x, y, groove));
    }
    graphics.setColor(palette.accent());
    graphics.fill(circle(x, y, 84));
    graphics.setColor(palette.dark());
    graphics.fill(star(x, y, 5 + random.nextInt(5), 66, 30, random.nextInt(360)));
    graphics.setColor(palette.accent());
    graphics.fill(circle(x, y, 9));
  }

  private static void drawWords(
      Graphics2D graphics, Palette palette, String artistName, String text) {
    TextBlock name =
        TextBlock.fit(
            legible(artistName).toUpperCase(Locale.ROOT),
            Typefaces.bold(1),
            118,
            30,
            INNER,
            NAME_HEIGHT);
    graphics.setColor(Color.WHITE);
    name.drawCentred(graphics, MARGIN, NAME_TOP + (NAME_HEIGHT - name.height()) / 2, INNER);

    graphics.setColor(palette.accent());
    graphics.fillRect(WIDTH / 2 - 60, NAME_TOP + NAME_HEIGHT + 16, 120, 6);

    TextBlock words =
        TextBlock.fit(legible(text), Typefaces.regular(1), 54, 20, INNER, WORDS_HEIGHT);
    graphics.setColor(new Color(255, 255, 255, 235));
    words.drawCentred(graphics, MARGIN, WORDS_TOP + (WORDS_HEIGHT - words.height()) / 2, INNER);

    TextBlock maker = TextBlock.fit("S T A R I O", Typefaces.bold(1), 22, 22, INNER, 30);
    graphics.setColor(palette.accent());
    maker.drawCentred(graphics, MARGIN, HEIGHT - 66, INNER);
  }

  private static Ellipse2D circle(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }

  private static Path2D star(
      double x, double y, int points, double outer, double inner, int degrees) {
    var path = new Path2D.Double();
    for (int i = 0; i < 2 * points; i++) {
      double radius = i % 2 == 0 ? outer : inner;
      double angle = Math.toRadians(degrees) + Math.PI * i / points;
      double px = x + radius * Math.cos(angle);
      double py = y + radius * Math.sin(angle);
      if (i == 0) {
        path.moveTo(px, py);
      } else {
        path.lineTo(px, py);
      }
    }
    path.closePath();
    return path;
  }

  private static Color translucent(Color colour, int alpha) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
  }

  private static byte[] png(BufferedImage image) {
    var out = new ByteArrayOutputStream(300_000);
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
