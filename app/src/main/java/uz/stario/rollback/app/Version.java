package uz.stario.rollback.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The program's version, which the build copies from the root POM. */
final class Version {
  private Version() {}

  static String current() {
    try (var in = Version.class.getResourceAsStream("version.txt")) {
      return new String(
              Objects.requireNonNull(in, "version.txt").readAllBytes(), StandardCharsets.UTF_8)
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
