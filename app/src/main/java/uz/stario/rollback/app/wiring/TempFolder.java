package uz.stario.rollback.app.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder that goes, with all that is in it, when it is closed; idempotent. */
public record TempFolder(Path path) implements AutoCloseable {

  /**
   * Makes one.
   *
   * @param prefix of its name, so that people know whose it is
   * @throws IOException where there is no room or no permission for it
   */
  public static TempFolder make(String prefix) throws IOException {
    return new TempFolder(Files.createTempDirectory(prefix));
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
