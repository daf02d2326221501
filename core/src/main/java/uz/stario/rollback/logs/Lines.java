package uz.stario.rollback.logs;

import java.io.IOException;
import java.io.Reader;
import java.util.function.Consumer;

/** Reads lines of any length in a bounded space. */
public final class Lines {

  private static final int AT_ONCE = 8 * 1024;

  private Lines() {}

  /**
   * Gives each line without its end, cut off at {@link LogLine#LONGEST} characters.
   *
   * @param most how many characters are read at most
   * @return whether that was all; false where there is more
   */
  public static boolean read(Reader from, long most, Consumer<String> to) throws IOException {
    char[] chunk = new char[AT_ONCE];
    StringBuilder line = new StringBuilder();
    boolean begun = false;
    long left = most;
    while (left > 0) {
      int read = from.read(chunk, 0, (int) Math.min(AT_ONCE, left));
      if (read < 0) {
        if (begun) {
          to.accept(line.toString());
        }
        return true;
      }
      left -= read;
      for (int i = 0; i < read; i++) {
        begun = true;
        if (chunk[i] == '\n') {
          to.accept(line.toString());
          line.setLength(0);
          begun = false;
        } else if (chunk[i] != '\r' && line.length() < LogLine.LONGEST) {
          line.append(chunk[i]);
        }
      }
    }
    if (begun) {
      to.accept(line.toString());
    }
    return from.read() < 0;
  }
}
