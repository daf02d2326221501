package uz.stario.rollback.sandbox.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes.
 *
 * @param in its input; at its end where there is none
 * @param out its output
 * @param err its complaints
 * @param terminal whether a person types and reads
 */
public record Streams(InputStream in, OutputStream out, OutputStream err, boolean terminal) {
  void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  void complain(String text) throws IOException {
    err.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
