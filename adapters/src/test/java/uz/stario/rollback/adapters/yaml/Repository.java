package uz.stario.rollback.adapters.yaml;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds files of the repository, whichever folder the tests were started in. */
final class Repository {

  private Repository() {}

  static Path file(String path) {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("playbooks"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("not inside the repository");
    }
    return folder.resolve(path);
  }
}
