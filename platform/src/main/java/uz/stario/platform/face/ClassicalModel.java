package uz.stario.platform.face;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/**
 * A classical descriptor on the CPU, no neural network: texture by local binary patterns, shape by
 * histograms of gradients, and colour by hue, each per cell of a grid. It knows likeness of
 * pictures, and nothing of who is on them.
 *
 * <p>Texture: Ahonen, Hadid and Pietikäinen, "Face Description with Local Binary Patterns" (2006),
 * uniform patterns. Shape: Dalal and Triggs, "Histograms of Oriented Gradients for Human Detection"
 * (2005), without overlapping blocks.
 */
public final class ClassicalModel implements FaceModel {

  /**
   * The picture is made so large, in pixels, before it is measured; a margin of one is lost to
   * neighbours.
   */
  private static final int SIDE = 98;

  private static final int INNER = SIDE - 2;
  private static final int TEXTURE_CELLS = 4;
  private static final int UNIFORM_PATTERNS = 58;
  private static final int TEXTURE_BINS = UNIFORM_PATTERNS + 1;
  private static final int SHAPE_CELLS = 8;
  private static final int ORIENTATIONS = 9;
  private static final int COLOUR_CELLS = 3;
  private static final int HUES = 12;

  /** The hues, and black, grey and white for what has none. */
  private static final int COLOUR_BINS = HUES + 3;

  private static final int TEXTURE = TEXTURE_CELLS * TEXTURE_CELLS * TEXTURE_BINS;
  private static final int SHAPE = SHAPE_CELLS * SHAPE_CELLS * ORIENTATIONS;
  private static final int COLOUR = COLOUR_CELLS * COLOUR_CELLS * COLOUR_BINS;

  private static final int[] BIN_OF_PATTERN = binsOfPatterns();

  @Override
  public String name() {
    return "lbp-hog-hue-1 (classical, no neural network)";
  }

  @Override
  public int dimensions() {
    return TEXTURE + SHAPE + COLOUR;
  }

  @Override
  public float[] describe(BufferedImage image) {
    int[] rgb = scaled(image);
    float[] grey = new float[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      // Rec. 601 luma.
      grey[i] =
          0.299f * (rgb[i] >> 16 & 0xff) + 0.587f * (rgb[i] >> 8 & 0xff) + 0.114f * (rgb[i] & 0xff);
    }
    float[] all = new float[dimensions()];
    for (int y = 0; y < INNER; y++) {
      for (int x = 0; x < INNER; x++) {
        int at = (y + 1) * SIDE + x + 1;
        all[cell(x, y, TEXTURE_CELLS) * TEXTURE_BINS + BIN_OF_PATTERN[pattern(grey, at)]]++;
        gradient(grey, at, all, TEXTURE + cell(x, y, SHAPE_CELLS) * ORIENTATIONS);
        all[TEXTURE + SHAPE + cell(x, y, COLOUR_CELLS) * COLOUR_BINS + colourBin(rgb[at])]++;
      }
    }
    // Each kind counts the same, however many numbers it has.
    normalise(all, 0, TEXTURE);
    normalise(all, TEXTURE, SHAPE);
    normalise(all, TEXTURE + SHAPE, COLOUR);
    return all;
  }

  private static int[] scaled(BufferedImage image) {
    // Halved step by step: one step from a large picture would look at few of its points.
    BufferedImage from = image;
    while (from.getWidth() >= 2 * SIDE && from.getHeight() >= 2 * SIDE) {
      from = scaled(from, from.getWidth() / 2, from.getHeight() / 2);
    }
    return scaled(from, SIDE, SIDE).getRGB(0, 0, SIDE, SIDE, null, 0, SIDE);
  }

  private static BufferedImage scaled(BufferedImage image, int width, int height) {
    var smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = smaller.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return smaller;
  }

  private static int cell(int x, int y, int cells) {
    return y * cells / INNER * cells + x * cells / INNER;
  }

  private static int pattern(float[] grey, int at) {
    float centre = grey[at];
    int bits = 0;
    int[] around = {-SIDE - 1, -SIDE, -SIDE + 1, 1, SIDE + 1, SIDE, SIDE - 1, -1};
    for (int i = 0; i < around.length; i++) {
      if (grey[at + around[i]] >= centre) {
        bits |= 1 << i;
      }
    }
    return bits;
  }

  private static void gradient(float[] grey, int at, float[] into, int offset) {
    float dx = grey[at + 1] - grey[at - 1];
    float dy = grey[at + SIDE] - grey[at - SIDE];
    double angle = Math.atan2(dy, dx);
    // Without a sign: dark on light is as light on dark.
    double turn = (angle < 0 ? angle + Math.PI : angle) / Math.PI * ORIENTATIONS;
    into[offset + Math.min((int) turn, ORIENTATIONS - 1)] += (float) Math.hypot(dx, dy);
  }

  private static int colourBin(int rgb) {
    float[] hsb = Color.RGBtoHSB(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff, null);
    if (hsb[2] < 0.2f) {
      return HUES;
    }
    if (hsb[1] < 0.15f) {
      return hsb[2] < 0.8f ? HUES + 1 : HUES + 2;
    }
    return Math.min((int) (hsb[0] * HUES), HUES - 1);
  }

  /** To length one, after a square root: a few strong bins must not drown the others. */
  private static void normalise(float[] all, int start, int length) {
    double sum = 0;
    for (int i = start; i < start + length; i++) {
      sum += all[i];
    }
    if (sum == 0) {
      return;
    }
    for (int i = start; i < start + length; i++) {
      all[i] = (float) Math.sqrt(all[i] / sum);
    }
  }

  /**
   * A bin for each pattern with at most two changes around the circle, and one for all the others.
   */
  private static int[] binsOfPatterns() {
    int[] bins = new int[256];
    int next = 0;
    for (int pattern = 0; pattern < 256; pattern++) {
      int turned = (pattern << 1 | pattern >> 7) & 0xff;
      bins[pattern] = Integer.bitCount(pattern ^ turned) <= 2 ? next++ : UNIFORM_PATTERNS;
    }
    return bins;
  }
}
