package uz.stario.rollback.bench;

import java.io.IOException;
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
}
