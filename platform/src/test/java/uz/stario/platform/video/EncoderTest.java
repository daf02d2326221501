package uz.stario.platform.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.jcodec.api.JCodecException;
import org.jcodec.api.awt.AWTFrameGrab;
import org.jcodec.common.io.NIOUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class EncoderTest {

  private static final Job JOB =
      new Job(UUID.fromString("00000000-0000-0000-0000-000000000001"), "test", "Ўткир", "Салом");

  @TempDir private Path folder;

  static boolean hasFfmpeg() {
    return Encoder.best(System.getenv().getOrDefault("PATH", "")) instanceof FfmpegEncoder;
  }

  @Test
  void the_encoder_in_java_makes_a_film_that_decodes_to_its_frames()
      throws IOException, JCodecException {
    Path file = folder.resolve("java.mp4");
    new JavaEncoder().encode(new Film(JOB), file);

    assertDecodesToItsFrames(file);
  }

  @Test
  @EnabledIf("hasFfmpeg")
  void ffmpeg_makes_a_film_that_decodes_to_its_frames() throws IOException, JCodecException {
    Path file = folder.resolve("ffmpeg.mp4");
    Encoder.best(System.getenv().getOrDefault("PATH", "")).encode(new Film(JOB), file);

    assertDecodesToItsFrames(file);
  }

  @Test
  void a_program_that_fails_is_quoted() throws IOException {
    Path program = program("#!/bin/sh\necho 'no such codec' >&2\nexit 3\n");

    assertThatThrownBy(
            () -> new FfmpegEncoder(program).encode(new Film(JOB), folder.resolve("x.mp4")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended with 3")
        .hasMessageContaining("no such codec");
  }

  @Test
  void ffmpeg_is_taken_where_the_path_has_it_and_java_where_not() throws IOException {
    assertThat(Encoder.best(folder.toString()).name()).isEqualTo("jcodec");
    program("#!/bin/sh\n");
    assertThat(Encoder.best("/nowhere:" + folder).name()).isEqualTo("ffmpeg");
  }

  private Path program(String script) throws IOException {
    Path program = Files.writeString(folder.resolve("ffmpeg"), script);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  private static void assertDecodesToItsFrames(Path file) throws IOException, JCodecException {
    try (var channel = NIOUtils.readableChannel(file.toFile())) {
      AWTFrameGrab grab = AWTFrameGrab.createAWTFrameGrab(channel);
      assertThat(grab.getVideoTrack().getMeta().getTotalFrames()).isEqualTo(Film.FRAMES);
      var film = new Film(JOB);
      for (int number = 0; number < Film.FRAMES; number++) {
        BufferedImage frame = grab.getFrame();
        assertThat(frame).as("frame %d", number).isNotNull();
        assertThat(frame.getWidth()).isEqualTo(Film.WIDTH);
        assertThat(frame.getHeight()).isEqualTo(Film.HEIGHT);
        assertThat(difference(frame, film.frame(number))).as("frame %d", number).isLessThan(14);
      }
      assertThat(grab.getFrame()).isNull();
    }
  }

  /** Of the brightness, a point on average; films of other artists differ by tens. */
  private static double difference(BufferedImage one, BufferedImage other) {
    long sum = 0;
    for (int y = 0; y < Film.HEIGHT; y++) {
      for (int x = 0; x < Film.WIDTH; x++) {
        Color a = new Color(one.getRGB(x, y));
        Color b = new Color(other.getRGB(x, y));
        sum +=
            Math.abs(
                a.getRed() + a.getGreen() + a.getBlue() - b.getRed() - b.getGreen() - b.getBlue());
      }
    }
    return sum / 3.0 / (Film.WIDTH * Film.HEIGHT);
  }
}
