package uz.stario.rollback.adapters.sqlite;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** What is made for its owner alone: values of environment variables may stand in a plan. */
enum Permissions {
  FOLDER("rwx------"),
  FILE("rw-------");

  private final String text;

  Permissions(String text) {
    this.text = text;
  }

  /** For making a file so from the start; nothing where the file system knows no permissions. */
  FileAttribute<?>[] attribute() {
    return known()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set())}
        : new FileAttribute<?>[0];
  }

  void give(Path path) throws IOException {
    if (known()) {
      Files.setPosixFilePermissions(path, set());
    }
  }

  private Set<PosixFilePermission> set() {
    return PosixFilePermissions.fromString(text);
  }

  private static boolean known() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
