package uz.stario.rollback.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import uz.stario.rollback.app.wiring.TempFolder;

/** Folders that go with the benchmark. */
final class Folders {

  private Folders() {}

  static TempFolder make() throws BenchFailure {
    try {
      return TempFolder.make("stario-bench-");
    } catch (IOException e) {
      throw BenchFailure.failed("cannot make a temporary folder: " + e.getMessage());
    }
  }

  /** One on a certain disk: {@code /tmp} may be in memory. */
  static TempFolder makeIn(Path parent, String prefix) throws BenchFailure {
    try {
      return new TempFolder(Files.createTempDirectory(parent, prefix));
    } catch (IOException e) {
      throw BenchFailure.failed("cannot make a folder in " + parent + ": " + e);
    }
  }
}
