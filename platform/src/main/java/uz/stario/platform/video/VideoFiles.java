package uz.stario.platform.video;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/**
 * The folder of videos, which the workers write and the service reads. Safe for threads and
 * processes.
 */
public final class VideoFiles {

  private final Path folder;

  public VideoFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the file of a job: whole under its name, or not at all, also where two workers make it at
   * once.
   *
   * @return its name in the folder
   */
  String make(Job job, Encoder encoder) throws IOException {
    Files.createDirectories(folder);
    String name = job.id() + ".mp4";
    Path part = Files.createTempFile(folder, "." + job.id(), ".part");
    try {
      encoder.encode(new Film(job), part);
      Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    return name;
  }

  /** The bytes of a video's file, or empty where this machine has none. */
  public Optional<byte[]> read(UUID id) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(id + ".mp4")));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }
}
