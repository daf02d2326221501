package uz.stario.platform.image;

import java.awt.image.BufferedImage;

/** What became of bytes that somebody sent as a picture: a picture, or the reason why not. */
public sealed interface Upload {

  /**
   * A picture in RGB, made smaller while it was read where it was large.
   *
   * @param image what may be drawn and measured
   * @param format {@code PNG} or {@code JPEG}
   * @param width as the file says, in pixels
   * @param height as the file says, in pixels
   */
  record Picture(BufferedImage image, String format, int width, int height) implements Upload {}

  /**
   * Not taken.
   *
   * @param problem the kind of reason
   * @param reason a sentence for who sent it; holds nothing of the bytes
   */
  record Refused(Problem problem, String reason) implements Upload {}

  /** Why a picture is not taken; each stands for one status of HTTP. */
  enum Problem {
    /** More bytes than are read: 413. */
    TOO_LARGE,
    /** Another format, or one that is not supported: 415. */
    UNSUPPORTED,
    /** Damaged, cut off, or larger once unpacked than is allowed: 422. */
    UNREADABLE
  }
}
