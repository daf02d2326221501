package uz.stario.platform.video;

import java.io.IOException;
import java.nio.file.Path;
import org.jcodec.api.awt.AWTSequenceEncoder;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.Rational;

/** Encodes in this process with JCodec, pure Java: for where there is no ffmpeg. */
final class JavaEncoder implements Encoder {

  @Override
  public String name() {
    return "jcodec";
  }

  @Override
  public void encode(Film film, Path file) throws IOException {
    try (SeekableByteChannel channel = NIOUtils.writableChannel(file.toFile())) {
      var encoder = new AWTSequenceEncoder(channel, Rational.R(Film.FRAMES_PER_SECOND, 1));
      for (int frame = 0; frame < Film.FRAMES; frame++) {
        encoder.encodeImage(film.frame(frame));
      }
      encoder.finish();
    }
  }
}
