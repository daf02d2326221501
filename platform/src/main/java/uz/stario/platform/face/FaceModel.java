package uz.stario.platform.face;

import java.awt.image.BufferedImage;

/**
 * Where a model plugs in: turns a picture into numbers that lie near each other where pictures are
 * alike.
 *
 * <p>Safe for threads. Descriptors are compared by their angle, so their length does not count.
 */
public interface FaceModel {

  /** What it is called in logs and answers: says what it really is, with its version. */
  String name();

  /** How many numbers a descriptor has. */
  int dimensions();

  /**
   * Of a picture in RGB of any size.
   *
   * @return as many numbers as {@link #dimensions} says, none of them negative
   */
  float[] describe(BufferedImage image);
}
