package uz.stario.platform.face;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;
import uz.stario.platform.poster.Palette;

/**
 * The picture of an artist, drawn from the id alone: this platform has no photographs of anybody,
 * and needs none to show which pictures are alike.
 */
public final class Portrait {

  /** In pixels. */
  public static final int SIDE = 256;

  private static final Color[] SKIN = {
    new Color(0xf3d3b8), new Color(0xe0ac82), new Color(0xc98d5f), new Color(0x9c6a43)
  };
  private static final Color[] HAIR = {
    new Color(0x17120f),
    new Color(0x3b2717),
    new Color(0x6d4626),
    new Color(0xb0873f),
    new Color(0x9a9a9a),
    new Color(0x8a2f1d)
  };

  private Portrait() {}

  /** The same picture for the same id. */
  public static BufferedImage of(String artistId) {
    SplittableRandom random = Palette.random("portrait " + artistId);
    Palette palette = Palette.of(artistId);
    var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setColor(palette.deep());
      graphics.fillRect(0, 0, SIDE, SIDE);
      drawGround(graphics, palette, random);
      drawPerson(graphics, palette, random);
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private static void drawGround(Graphics2D graphics, Palette palette, SplittableRandom random) {
    graphics.setColor(palette.dark());
    int step = 18 + random.nextInt(30);
    int kind = random.nextInt(3);
    for (int at = 0; at < SIDE; at += step) {
      switch (kind) {
        case 0 -> graphics.fillRect(at, 0, step / 2, SIDE);
        case 1 -> graphics.fillRect(0, at, SIDE, step / 2);
        default -> {
          for (int y = 0; y < SIDE; y += step) {
            graphics.fill(new Ellipse2D.Double(at, y, step / 2.0, step / 2.0));
          }
        }
      }
    }
  }

  private static void drawPerson(Graphics2D graphics, Palette palette, SplittableRandom random) {
    Color skin = SKIN[random.nextInt(SKIN.length)];
    Color hair = HAIR[random.nextInt(HAIR.length)];
    double width = 88 + random.nextInt(40);
    double height = 120 + random.nextInt(40);
    double x = SIDE / 2.0;
    double y = 128;

    graphics.setColor(palette.accent());
    graphics.fill(new RoundRectangle2D.Double(x - 95, 206, 190, 90, 80, 80));
    graphics.setColor(skin.darker());
    graphics.fill(new Rectangle2D.Double(x - 20, 170, 40, 50));

    boolean isLong = random.nextInt(2) == 0;
    graphics.setColor(hair);
    graphics.fill(
        new Ellipse2D.Double(
            x - width / 2 - 12, y - height / 2 - 18, width + 24, isLong ? height + 60 : height));
    graphics.setColor(skin);
    graphics.fill(new Ellipse2D.Double(x - width / 2, y - height / 2, width, height));
    graphics.setColor(hair);
    graphics.fill(
        new Arc2D.Double(
            x - width / 2 - 4,
            y - height / 2 - 6,
            width + 8,
            height * (0.5 + 0.3 * random.nextDouble()),
            0,
            180,
            Arc2D.CHORD));
    drawFeatures(graphics, random, hair, x, y, width);
  }

  private static void drawFeatures(
      Graphics2D graphics, SplittableRandom random, Color hair, double x, double y, double width) {
    double apart = width * (0.18 + 0.08 * random.nextDouble());
    double eye = 11 + random.nextInt(8);
    int brow = random.nextInt(13) - 6;
    Color iris = Color.getHSBColor(random.nextInt(360) / 360f, 0.6f, 0.5f);
    boolean glasses = random.nextInt(3) == 0;
    for (int side = -1; side <= 1; side += 2) {
      double at = x + side * apart;
      graphics.setColor(Color.WHITE);
      graphics.fill(new Ellipse2D.Double(at - eye, y - eye / 2, 2 * eye, eye));
      graphics.setColor(iris);
      graphics.fill(new Ellipse2D.Double(at - eye / 2, y - eye / 2, eye, eye));
      graphics.setColor(hair);
      graphics.setStroke(new BasicStroke(4));
      graphics.drawLine(
          (int) (at - eye),
          (int) (y - 16 - side * brow),
          (int) (at + eye),
          (int) (y - 16 + side * brow));
      if (glasses) {
        graphics.setColor(Color.BLACK);
        graphics.draw(new Ellipse2D.Double(at - 22, y - 20, 44, 40));
      }
    }
    graphics.setColor(new Color(0, 0, 0, 90));
    graphics.setStroke(new BasicStroke(3));
    graphics.draw(new Arc2D.Double(x - 8, y + 8, 16, 18 + random.nextInt(8), 200, 140, Arc2D.OPEN));
    if (random.nextInt(3) == 0) {
      graphics.setColor(hair);
      graphics.fill(
          new Arc2D.Double(x - width / 3, y + 10, width * 2 / 3, 62, 200, 140, Arc2D.CHORD));
    }
    graphics.setColor(new Color(0xa63a3a));
    double mouth = 18 + random.nextInt(22);
    graphics.setStroke(new BasicStroke(3f + random.nextInt(5)));
    graphics.draw(
        new Arc2D.Double(
            x - mouth / 2, y + 30, mouth, 8 + random.nextInt(12), 190, 160, Arc2D.OPEN));
  }
}
