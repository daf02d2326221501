package uz.stario.rollback.sandbox.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What a terminal's line discipline does between a person and a command: echo, erasing, whole
 * lines, Ctrl-C and Ctrl-D. See POSIX.1-2024, 11.1.6, canonical mode.
 */
public final class Terminal {
  private static final int INTERRUPT = 3;
  private static final int END = 4;
  private static final int BACKSPACE = 8;
  private static final int ERASE = 127;
  private static final byte[] ERASED = {BACKSPACE, ' ', BACKSPACE};

  private Terminal() {}

  /** Streams for a command at a terminal, from those of the terminal's own end. */
  public static Streams of(InputStream keys, OutputStream screen) {
    OutputStream out = new Screen(screen);
    return new Streams(new Lines(keys, out), out, out, true);
  }

  /** Starts each line at the left edge. */
  private static final class Screen extends OutputStream {
    private final OutputStream screen;

    Screen(OutputStream screen) {
      this.screen = screen;
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] data, int from, int length) throws IOException {
      ByteArrayOutputStream shown = new ByteArrayOutputStream();
      for (int i = from; i < from + length; i++) {
        if (data[i] == '\n') {
          shown.write('\r');
        }
        shown.write(data[i]);
      }
      screen.write(shown.toByteArray());
    }
  }

  /** Gives whole lines, and echoes what is typed. */
  private static final class Lines extends InputStream {
    private final InputStream keys;
    private final OutputStream echo;
    private byte[] line = {};
    private int at;
    private boolean ended;

    Lines(InputStream keys, OutputStream echo) {
      this.keys = keys;
      this.echo = echo;
    }

    @Override
    public int read() throws IOException {
      if (at == line.length && !ended) {
        fill();
      }
      return at < line.length ? line[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int first = length == 0 ? -1 : read();
      if (first < 0) {
        return length == 0 ? 0 : -1;
      }
      into[from] = (byte) first;
      int more = Math.min(length - 1, line.length - at);
      System.arraycopy(line, at, into, from + 1, more);
      at += more;
      return more + 1;
    }

    private void fill() throws IOException {
      byte[] typed = new byte[4096];
      int length = 0;
      at = 0;
      while (true) {
        int key = keys.read();
        if (key < 0 || (key == END && length == 0)) {
          ended = true;
          line = new byte[0];
          return;
        }
        if (key == '\r' || key == '\n') {
          echo.write('\n');
          typed[length++] = '\n';
          line = java.util.Arrays.copyOf(typed, length);
          return;
        }
        if (key == INTERRUPT) {
          echo.write(new byte[] {'^', 'C', '\n'});
          line = new byte[] {'\n'};
          return;
        }
        if (key == ERASE || key == BACKSPACE) {
          if (length > 0) {
            length--;
            echo.write(ERASED);
          }
        } else if (key >= ' ' && length < typed.length - 1) {
          typed[length++] = (byte) key;
          echo.write(key);
        }
      }
    }
  }
}
