package uz.stario.rollback.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that goes with the benchmark. */
record TempFolder(Path path) implements AutoCloseable {

  static TempFolder make() throws BenchFailure {
    try {
      return new TempFolder(Files.createTempDirectory("stario-bench-"));
    } catch (IOException e) {
      throw BenchFailure.failed("cannot make a temporary folder: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path one : deepestFirst) {
        Files.deleteIfExists(one);
      }
    } catch (IOException e) {
      // What is left of a temporary folder harms nobody.
    }
  }
}
