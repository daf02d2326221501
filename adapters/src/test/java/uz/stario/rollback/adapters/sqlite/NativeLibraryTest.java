package uz.stario.rollback.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {

  @TempDir Path folder = Path.of("");

  @Test
  void it_is_unpacked_once_and_kept() throws IOException {
    Path first = NativeLibrary.kept(folder).orElseThrow();
    try (var files = Files.list(first)) {
      assertThat(files).singleElement().satisfies(f -> assertThat(f).isNotEmptyFile());
    }

    assertThat(NativeLibrary.kept(folder)).contains(first);
  }

  @Test
  void it_is_not_taken_from_a_folder_that_others_can_write_to() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));

    assertThat(NativeLibrary.kept(folder)).isEmpty();
  }

  @Test
  void a_folder_that_cannot_be_made_leaves_it_to_the_temporary_one() throws IOException {
    Path regular = Files.writeString(folder.resolve("regular"), "x");

    assertThat(NativeLibrary.kept(regular)).isEmpty();
  }
}
