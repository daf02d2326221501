package uz.stario.rollback.adapters.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Keeps sqlite-jdbc's native library unpacked beside the journal.
 *
 * <p>Left alone, sqlite-jdbc unpacks and compares a megabyte in the temporary folder at every start
 * (measured: 240 ms against 23 ms). Whatever fails here falls back to that. sqlite-jdbc takes the
 * choice as system properties only, and looks at them once per process.
 */
final class NativeLibrary {

  private static final String LIBRARY_FOLDER = "org.sqlite.lib.path";
  private static final String UNPACKING_FOLDER = "org.sqlite.tmpdir";

  private NativeLibrary() {}

  static synchronized void prepare(Path folder) {
    if (System.getProperty(LIBRARY_FOLDER) != null) {
      return;
    }
    Optional<Path> kept = kept(folder);
    if (kept.isPresent()) {
      System.setProperty(LIBRARY_FOLDER, kept.get().toString());
      return;
    }
    Path usual = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    if (System.getProperty(UNPACKING_FOLDER) == null
        && !Files.isWritable(usual)
        && Files.isWritable(folder)) {
      System.setProperty(UNPACKING_FOLDER, folder.toString());
    }
  }

  /** The folder with the library of exactly this version, made where it is missing. */
  static Optional<Path> kept(Path folder) {
    Path ours = folder.resolve("native");
    Path version = ours.resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
    Path library = version.resolve(LibraryLoaderUtil.getNativeLibName());
    try {
      Files.createDirectories(version, Permissions.FOLDER.attribute());
      // Code is loaded from here: nobody else may be able to put any.
      if (!nobodyElseWrites(folder) || !nobodyElseWrites(ours) || !nobodyElseWrites(version)) {
        return Optional.empty();
      }
      if (Files.notExists(library)) {
        unpack(library);
      }
      return nobodyElseWrites(library) ? Optional.of(version) : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static void unpack(Path library) throws IOException {
    String resource =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    // Moved into place whole, so that nobody ever finds half a library.
    Path part =
        Files.createTempFile(
            library.toAbsolutePath().getParent(), "part", "", Permissions.FILE.attribute());
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no library for this machine");
      }
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Permissions.FILE.give(part);
      Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static boolean nobodyElseWrites(Path path) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.owner().getName().equals(System.getProperty("user.name"))
        && !attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
        && !attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
  }
}
