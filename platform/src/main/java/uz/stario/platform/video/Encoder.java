package uz.stario.platform.video;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes an MP4 file (H.264) of a film. */
interface Encoder {

  /** What it is called in logs. */
  String name();

  /** Writes the whole file, or throws; the file may then be there in part. */
  void encode(Film film, Path file) throws IOException;

  /**
   * The ffmpeg of the {@code PATH}, which is faster and packs better, or the one that needs
   * nothing.
   */
  static Encoder best(String path) {
    for (String folder : path.split(":", -1)) {
      Path program = Path.of(folder.isEmpty() ? "." : folder, "ffmpeg");
      if (Files.isExecutable(program) && Files.isRegularFile(program)) {
        return new FfmpegEncoder(program);
      }
    }
    return new JavaEncoder();
  }
}
