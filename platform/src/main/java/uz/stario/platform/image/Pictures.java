package uz.stario.platform.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import uz.stario.platform.image.Header.Unacceptable;

/**
 * Decodes pictures of strangers: PNG and JPEG, looked through before a pixel is unpacked.
 *
 * <p>Never throws for what the bytes are. Safe for threads; one picture is decoded at a time, so
 * that memory has a bound whatever the number of requests.
 */
public final class Pictures {

  /** The largest file, in bytes: what a telephone's photograph needs. */
  public static final int MAX_BYTES = 5 << 20;

  /** The most pixels, in the file's own size: twenty million, a good camera's picture. */
  public static final int MAX_PIXELS = 20_000_000;

  /** The longest side, in pixels: a picture of one row is no picture. */
  public static final int MAX_SIDE = 10_000;

  /** The shortest side, in pixels, that shows anything. */
  public static final int MIN_SIDE = 16;

  /**
   * Larger pictures are thinned out while they are read, so that their pixels fit a heap of 64 MB.
   */
  private static final int WANTED_SIDE = 1024;

  private static final Semaphore ONE_AT_A_TIME = new Semaphore(1);

  static {
    // Small files in memory: a cache on disk would only be slower, and need a disk.
    ImageIO.setUseCache(false);
  }

  private Pictures() {}

  /** What the bytes are, whatever their name or content type says. */
  public static Upload decode(byte[] file) {
    try {
      if (file.length > MAX_BYTES) {
        throw new Unacceptable(
            Upload.Problem.TOO_LARGE, "The picture has more than " + MAX_BYTES + " bytes.");
      }
      // Before its header: what of the file is decoded is a copy.
      ONE_AT_A_TIME.acquireUninterruptibly();
      try {
        Header header = header(file);
        check(header);
        return new Upload.Picture(pixels(header), header.format(), header.width(), header.height());
      } finally {
        ONE_AT_A_TIME.release();
      }
    } catch (Unacceptable e) {
      return e.refused();
    }
  }

  private static Header header(byte[] file) throws Unacceptable {
    if (startsWith(file, PngHeader.SIGNATURE)) {
      return PngHeader.read(file);
    }
    if (startsWith(file, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff})) {
      return JpegHeader.read(file);
    }
    throw Unacceptable.unsupported(other(file) + "; send a PNG or a JPEG.");
  }

  private static String other(byte[] file) {
    String start = new String(file, 0, Math.min(file.length, 16), StandardCharsets.ISO_8859_1);
    if (file.length == 0) {
      return "Nothing was sent";
    }
    if (start.startsWith("GIF8")) {
      return "A GIF";
    }
    if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
      return "A WebP";
    }
    if (start.startsWith("BM")) {
      return "A BMP";
    }
    if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
      return "A TIFF";
    }
    if (start.startsWith("ftyp", 4)) {
      return "A HEIC, AVIF or film";
    }
    if (start.stripLeading().startsWith("<")) {
      return "An SVG or a web page";
    }
    return "Not a picture";
  }

  private static void check(Header header) throws Unacceptable {
    int width = header.width();
    int height = header.height();
    if (width <= 0 || height <= 0) {
      throw Unacceptable.damaged(header.format(), "it says that it is empty");
    }
    if (width > MAX_SIDE || height > MAX_SIDE || (long) width * height > MAX_PIXELS) {
      throw new Unacceptable(
          Upload.Problem.UNREADABLE,
          "The picture has %d × %d pixels; at most %d a side and %d in all are read."
              .formatted(width, height, MAX_SIDE, MAX_PIXELS));
    }
    if (width < MIN_SIDE || height < MIN_SIDE) {
      throw new Unacceptable(
          Upload.Problem.UNREADABLE,
          "The picture has %d × %d pixels; at least %d a side are needed."
              .formatted(width, height, MIN_SIDE));
    }
  }

  private static BufferedImage pixels(Header header) throws Unacceptable {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(header.format());
    ImageReader reader = readers.next();
    try (ImageInputStream in = ImageIO.createImageInputStream(header.content())) {
      reader.setInput(in, true, true);
      ImageReadParam how = reader.getDefaultReadParam();
      int step = Math.max(1, Math.ceilDiv(Math.max(header.width(), header.height()), WANTED_SIDE));
      // The short side of a long strip keeps a pixel at least.
      step = Math.min(step, Math.min(header.width(), header.height()));
      how.setSourceSubsampling(step, step, 0, 0);
      return opaque(reader.read(0, how));
    } catch (IOException | RuntimeException e) {
      // The JDK's readers answer damage with exceptions of every kind.
      throw Unacceptable.damaged(header.format(), "its pixels cannot be read");
    } finally {
      reader.dispose();
    }
  }

  /** In RGB, on white where it was transparent. */
  private static BufferedImage opaque(BufferedImage image) {
    var flat = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = flat.createGraphics();
    graphics.drawImage(image, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return flat;
  }

  private static boolean startsWith(byte[] file, byte[] start) {
    return file.length >= start.length
        && Arrays.equals(file, 0, start.length, start, 0, start.length);
  }
}
