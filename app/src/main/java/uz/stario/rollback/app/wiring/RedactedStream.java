package uz.stario.rollback.app.wiring;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import uz.stario.rollback.redact.Redactor;

/**
 * Standard output, standard error or a file without secrets, line by line; what is flushed before
 * its line ends is looked at as it is. A private key is hidden over all of its lines. Thread-safe
 * within the stream that {@link #over} makes.
 */
public final class RedactedStream extends OutputStream {

  /** A line that is longer is looked at in pieces, so that it does not fill the memory. */
  private static final int LONGEST_LINE = 32 << 20;

  /** A key of 16,384 bits has 200 lines; a first line alone must not hide all that follows. */
  private static final int LONGEST_KEY = 400;

  private final PrintStream target;
  private final Redactor redactor;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int linesOfKey;

  private RedactedStream(PrintStream target, Redactor redactor) {
    this.target = target;
    this.redactor = redactor;
  }

  /**
   * A stream to print on, in UTF-8; a line is passed on when it ends or is flushed.
   *
   * @param target gets everything; where it fails, {@link PrintStream#checkError} says so here too
   */
  public static PrintStream over(PrintStream target, Redactor redactor) {
    // Not flushed by itself: that would be after each piece of a line.
    return new PrintStream(new RedactedStream(target, redactor), false, StandardCharsets.UTF_8);
  }

  @Override
  public void write(int b) {
    line.write(b);
    if (b == '\n' || line.size() >= LONGEST_LINE) {
      emit();
    }
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    int start = from;
    for (int i = from; i < from + length; i++) {
      if (bytes[i] == '\n') {
        line.write(bytes, start, i + 1 - start);
        emit();
        start = i + 1;
      }
    }
    line.write(bytes, start, from + length - start);
    if (line.size() >= LONGEST_LINE) {
      emit();
    }
  }

  private void emit() {
    if (line.size() == 0) {
      return;
    }
    String text = line.toString(StandardCharsets.UTF_8);
    // The line end stays: the mask of a key takes all that follows its first words.
    String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    String shown = ofKey(text) ? "" : redactor.text(body) + text.substring(body.length());
    if (shown.equals(text)) {
      target.write(line.toByteArray(), 0, line.size()); // as it came, UTF-8 or not
    } else {
      byte[] bytes = shown.getBytes(StandardCharsets.UTF_8);
      target.write(bytes, 0, bytes.length);
    }
    line.reset();
  }

  /** Whether it is a line of a private key after the first, whose place the mask has taken. */
  private boolean ofKey(String text) {
    if (linesOfKey > 0) {
      linesOfKey = text.contains("-----END ") ? 0 : linesOfKey - 1;
      return true;
    }
    if (text.contains("PRIVATE KEY-----") && !text.contains("-----END ")) {
      linesOfKey = LONGEST_KEY;
    }
    return false;
  }

  @Override
  public void flush() throws IOException {
    emit();
    target.flush();
    if (target.checkError()) {
      throw new IOException("what it writes to fails");
    }
  }

  @Override
  public void close() throws IOException {
    flush();
    target.close();
  }
}
