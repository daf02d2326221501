package uz.stario.platform.image;

import java.io.InputStream;

/**
 * What a file says of itself before anything is decoded, and the part of it that is decoded.
 *
 * @param content the file without what decoding does not need: comments, profiles and thumbnails
 *     are where small files hide large ones
 */
record Header(String format, int width, int height, InputStream content) {

  /** Looked at, and refused. */
  static final class Unacceptable extends Exception {

    private final Upload.Problem problem;

    Unacceptable(Upload.Problem problem, String reason) {
      super(reason);
      this.problem = problem;
    }

    Upload.Refused refused() {
      return new Upload.Refused(problem, String.valueOf(getMessage()));
    }

    static Unacceptable cutOff(String format) {
      return new Unacceptable(
          Upload.Problem.UNREADABLE, "The " + format + " is cut off: its end is missing.");
    }

    static Unacceptable damaged(String format, String what) {
      return new Unacceptable(
          Upload.Problem.UNREADABLE, "The " + format + " is damaged: " + what + ".");
    }

    static Unacceptable unsupported(String reason) {
      return new Unacceptable(Upload.Problem.UNSUPPORTED, reason);
    }
  }
}
