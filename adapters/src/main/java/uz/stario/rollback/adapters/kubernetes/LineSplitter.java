package uz.stario.rollback.adapters.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Cuts bytes into lines as they come, in a bounded space: what is too long is cut off, and what is
 * no UTF-8 is shown as such. Not thread-safe.
 */
final class LineSplitter {

  /** A character of UTF-8 takes at most four. */
  private static final int BYTES = 4;

  private final int longest;
  private final Consumer<String> to;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean begun;

  /**
   * @param longest how many characters of a line are kept
   * @param to takes each line, without its end
   */
  LineSplitter(int longest, Consumer<String> to) {
    this.longest = longest;
    this.to = to;
  }

  void add(byte[] bytes, int from, int to) {
    int start = from;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        keep(bytes, start, i);
        give();
        start = i + 1;
      }
    }
    if (start < to) {
      keep(bytes, start, to);
      begun = true;
    }
  }

  /** Nothing more comes: a line without an end is one too. */
  void end() {
    if (begun) {
      give();
    }
  }

  private void keep(byte[] bytes, int from, int to) {
    line.write(bytes, from, Math.min(to - from, longest * BYTES - line.size()));
  }

  private void give() {
    String text = line.toString(UTF_8);
    line.reset();
    begun = false;
    String bare = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    to.accept(bare.length() > longest ? bare.substring(0, longest) : bare);
  }
}
