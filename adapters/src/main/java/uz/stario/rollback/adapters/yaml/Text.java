package uz.stario.rollback.adapters.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What came of reading a file as text. */
sealed interface Text {

  /** A playbook of a thousand services needs about a quarter of it. */
  int MOST_BYTES = 1024 * 1024;

  record Read(String text) implements Text {}

  /** Why not, to complete the sentence "It …". */
  record Unreadable(String why) implements Text {}

  static Text of(Path file) {
    if (Files.isDirectory(file)) {
      return new Unreadable("is a directory, not a file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      // One byte more than allowed tells a file that is too long, even one without an end.
      return of(in.readNBytes(MOST_BYTES + 1));
    } catch (NoSuchFileException _) {
      return new Unreadable("does not exist");
    } catch (AccessDeniedException _) {
      return new Unreadable("may not be read by this user");
    } catch (IOException e) {
      return new Unreadable("cannot be read: " + e.getClass().getSimpleName());
    }
  }

  static Text of(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      return new Unreadable("is longer than 1 MB");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new Read(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException _) {
      return new Unreadable("is not UTF-8 text; save it as UTF-8");
    }
  }
}
