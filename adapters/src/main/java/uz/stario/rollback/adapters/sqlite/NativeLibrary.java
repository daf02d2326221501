package uz.stario.rollback.adapters.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where sqlite-jdbc unpacks its native library. */
final class NativeLibrary {

  private static final String FOLDER = "org.sqlite.tmpdir";

  private NativeLibrary() {}

  /**
   * Chooses the journal's own folder where the usual temporary one can't be written; the library
   * takes the choice only as a system property, and looks at it once.
   */
  static void prepare(@Nullable Path folder) {
    if (System.getProperty(FOLDER) != null || folder == null) {
      return;
    }
    Path usual = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    if (!Files.isWritable(usual) && Files.isWritable(folder)) {
      System.setProperty(FOLDER, folder.toString());
    }
  }
}
