package uz.stario.platform.video;

import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Encodes with the program ffmpeg, which is given the pictures on its standard input. */
final class FfmpegEncoder implements Encoder {

  /** Far longer than two seconds of film take; a program that hangs is ended. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Path program;

  FfmpegEncoder(Path program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "ffmpeg";
  }

  static List<String> command(Path program, Path file) {
    return List.of(
        program.toString(),
        "-v",
        "error",
        "-y",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "bgr24",
        "-s",
        Film.WIDTH + "x" + Film.HEIGHT,
        "-r",
        Integer.toString(Film.FRAMES_PER_SECOND),
        "-i",
        "pipe:0",
        "-pix_fmt",
        "yuv420p",
        "-threads",
        "1",
        "-movflags",
        "+faststart",
        "-f",
        "mp4",
        file.toString());
  }

  @Override
  public void encode(Film film, Path file) throws IOException {
    Path said = Files.createTempFile("stario-ffmpeg", ".log");
    Process process = null;
    try {
      process =
          new ProcessBuilder(command(program, file))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(said.toFile())
              .start();
      end(process, LONGEST);
      IOException broken = feed(film, process);
      int code = process.onExit().join().exitValue();
      if (code != 0 || broken != null) {
        throw new IOException(
            "ffmpeg ended with %d: %s".formatted(code, Files.readString(said).strip()), broken);
      }
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(said);
    }
  }

  /** Ends a program that takes too long, which also wakes who writes to it. */
  private static void end(Process process, Duration longest) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
              process.destroyForcibly();
            }
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** What broke, if anything: a program that ends early says why itself. */
  private static @Nullable IOException feed(Film film, Process process) {
    try (OutputStream in = process.getOutputStream()) {
      for (int frame = 0; frame < Film.FRAMES; frame++) {
        in.write(((DataBufferByte) film.frame(frame).getRaster().getDataBuffer()).getData());
      }
      return null;
    } catch (IOException e) {
      return e;
    }
  }
}
