package uz.stario.platform.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import uz.stario.platform.image.Upload.Picture;
import uz.stario.platform.image.Upload.Problem;
import uz.stario.platform.image.Upload.Refused;

class PicturesTest {

  @Test
  void a_png_is_decoded_to_its_pixels() throws IOException {
    Picture picture = taken(encoded(drawn(64, 48, BufferedImage.TYPE_INT_RGB), "png"));

    assertThat(picture.format()).isEqualTo("PNG");
    assertThat(picture.width()).isEqualTo(64);
    assertThat(picture.height()).isEqualTo(48);
    assertThat(picture.image().getRGB(5, 5)).isEqualTo(Color.RED.getRGB());
  }

  @Test
  void a_jpeg_is_decoded_to_its_pixels() throws IOException {
    Picture picture = taken(encoded(drawn(64, 48, BufferedImage.TYPE_INT_RGB), "jpeg"));

    assertThat(picture.format()).isEqualTo("JPEG");
    Color colour = new Color(picture.image().getRGB(5, 5));
    assertThat(colour.getRed()).isGreaterThan(200);
    assertThat(colour.getBlue()).isLessThan(60);
  }

  @Test
  void a_grey_and_a_progressive_jpeg_are_decoded() throws IOException {
    assertThat(taken(encoded(drawn(40, 40, BufferedImage.TYPE_BYTE_GRAY), "jpeg")).width())
        .isEqualTo(40);
    assertThat(taken(progressive(drawn(40, 40, BufferedImage.TYPE_INT_RGB))).width()).isEqualTo(40);
  }

  @Test
  void png_with_a_palette_and_with_transparency_is_decoded_on_white() throws IOException {
    taken(encoded(drawn(40, 40, BufferedImage.TYPE_BYTE_INDEXED), "png"));
    Picture clear = taken(encoded(new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB), "png"));
    assertThat(clear.image().getRGB(3, 3)).isEqualTo(Color.WHITE.getRGB());
  }

  @Test
  void a_large_photograph_is_thinned_out_while_it_is_read() throws IOException {
    Picture picture = taken(encoded(drawn(4000, 3000, BufferedImage.TYPE_INT_RGB), "jpeg"));

    assertThat(picture.width()).isEqualTo(4000);
    assertThat(picture.image().getWidth()).isEqualTo(1000);
    assertThat(picture.image().getHeight()).isEqualTo(750);
  }

  @Test
  void a_file_over_five_megabytes_is_too_large() {
    assertThat(refused(new byte[Pictures.MAX_BYTES + 1]).problem()).isEqualTo(Problem.TOO_LARGE);
  }

  @Test
  void a_bomb_is_refused_by_what_its_header_says() throws IOException {
    Refused png = refused(flat(30_000, 30_000, 1));
    assertThat(png.problem()).isEqualTo(Problem.UNREADABLE);
    assertThat(png.reason()).contains("30000 × 30000");

    byte[] jpeg = encoded(drawn(32, 32, BufferedImage.TYPE_INT_RGB), "jpeg");
    int frame = indexOf(jpeg, (byte) 0xff, (byte) 0xc0);
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 65_000).putShort(frame + 7, (short) 65_000);
    assertThat(refused(jpeg).reason()).contains("65000 × 65000");
  }

  @Test
  void a_header_of_negative_or_no_size_is_refused() throws IOException {
    assertThat(refused(flat(-5, 40, 1)).reason()).contains("empty");
    assertThat(refused(flat(0, 0, 1)).reason()).contains("empty");
    assertThat(refused(flat(4, 4, 1)).reason()).contains("at least 16");
  }

  @Test
  void a_text_that_unpacks_to_a_gigabyte_is_never_unpacked() throws IOException {
    byte[] good = encoded(drawn(64, 64, BufferedImage.TYPE_INT_RGB), "png");
    var packed = new ByteArrayOutputStream();
    packed.writeBytes("note\0\0".getBytes(StandardCharsets.ISO_8859_1));
    try (var deflater = new DeflaterOutputStream(packed)) {
      byte[] megabyte = new byte[1 << 20];
      for (int i = 0; i < 1024; i++) {
        deflater.write(megabyte);
      }
    }
    byte[] bomb = after(good, 33, chunk("zTXt", packed.toByteArray()));

    // A heap of a test's size would not hold it; the ordinary reader inflates it whole.
    assertThat(taken(bomb).width()).isEqualTo(64);
  }

  @Test
  void an_animated_png_is_refused() throws IOException {
    byte[] good = encoded(drawn(64, 64, BufferedImage.TYPE_INT_RGB), "png");
    Refused refused = refused(after(good, 33, chunk("acTL", new byte[8])));

    assertThat(refused.problem()).isEqualTo(Problem.UNSUPPORTED);
    assertThat(refused.reason()).contains("animated");
  }

  @Test
  void a_jpeg_for_print_is_refused() throws IOException {
    byte[] jpeg = encoded(drawn(32, 32, BufferedImage.TYPE_INT_RGB), "jpeg");
    jpeg[indexOf(jpeg, (byte) 0xff, (byte) 0xc0) + 9] = 4;

    assertThat(refused(jpeg).reason()).contains("CMYK");
  }

  @Test
  void a_jpeg_of_thousands_of_scans_is_refused() throws IOException {
    byte[] jpeg = progressive(drawn(32, 32, BufferedImage.TYPE_INT_RGB));
    int scan = indexOf(jpeg, (byte) 0xff, (byte) 0xda);
    byte[] one = Arrays.copyOfRange(jpeg, scan, jpeg.length - 2);
    var many = new ByteArrayOutputStream();
    many.write(jpeg, 0, scan);
    for (int i = 0; i < 200; i++) {
      many.writeBytes(one);
    }
    many.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd9});

    assertThat(refused(many.toByteArray()).reason()).contains("100 scans");
  }

  @Test
  void other_formats_are_named() {
    assertThat(refused("GIF89a....".getBytes(StandardCharsets.ISO_8859_1)).reason())
        .startsWith("A GIF; send a PNG");
    assertThat(refused("<svg onload='x'/>".getBytes(StandardCharsets.UTF_8)).reason())
        .startsWith("An SVG or a web page");
    assertThat(refused("RIFF0000WEBPVP8 ".getBytes(StandardCharsets.ISO_8859_1)).reason())
        .startsWith("A WebP");
    assertThat(refused(new byte[0]).reason()).startsWith("Nothing was sent");
    assertThat(refused(new byte[] {1, 2, 3}).problem()).isEqualTo(Problem.UNSUPPORTED);
  }

  @Test
  void a_cut_off_file_is_refused_wherever_it_is_cut() throws IOException {
    for (String format : new String[] {"png", "jpeg"}) {
      byte[] file = encoded(drawn(64, 64, BufferedImage.TYPE_INT_RGB), format);
      for (int length = 0; length < file.length; length++) {
        Upload upload = Pictures.decode(Arrays.copyOf(file, length));
        assertThat(upload).as("%s cut at %d", format, length).isInstanceOf(Refused.class);
      }
    }
  }

  @Test
  void pixels_that_end_early_are_refused() throws IOException {
    byte[] png = flat(64, 64, 10);

    assertThat(refused(png).reason()).contains("its pixels cannot be read");
  }

  @Test
  void damage_anywhere_is_an_answer_and_never_an_exception() throws IOException {
    var random = new Random(7);
    for (String format : new String[] {"png", "jpeg"}) {
      byte[] file = encoded(drawn(48, 48, BufferedImage.TYPE_INT_RGB), format);
      for (int i = 0; i < 2000; i++) {
        byte[] damaged = file.clone();
        for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        assertThat(Pictures.decode(damaged)).isNotNull();
      }
    }
  }

  private static Picture taken(byte[] file) {
    Upload upload = Pictures.decode(file);
    assertThat(upload).isInstanceOf(Picture.class);
    return (Picture) upload;
  }

  private static Refused refused(byte[] file) {
    Upload upload = Pictures.decode(file);
    assertThat(upload).isInstanceOf(Refused.class);
    return (Refused) upload;
  }

  private static BufferedImage drawn(int width, int height, int type) {
    var image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, Color.GREEN, width, height, Color.BLUE));
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, width / 3, height / 3);
    graphics.dispose();
    return image;
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    var out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  private static byte[] progressive(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    var out = new ByteArrayOutputStream();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** A grey PNG whose header says a size, and whose data hold some rows of nothing. */
  private static byte[] flat(int width, int height, int rows) throws IOException {
    var out = new ByteArrayOutputStream();
    out.writeBytes(PngHeader.SIGNATURE);
    out.writeBytes(
        chunk("IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).array()));
    var packed = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(packed)) {
      deflater.write(new byte[(Math.max(width, 0) + 1) * rows]);
    }
    out.writeBytes(chunk("IDAT", packed.toByteArray()));
    out.writeBytes(chunk("IEND", new byte[0]));
    return out.toByteArray();
  }

  private static byte[] chunk(String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    var crc = new CRC32();
    crc.update(name);
    crc.update(data);
    return ByteBuffer.allocate(12 + data.length)
        .putInt(data.length)
        .put(name)
        .put(data)
        .putInt((int) crc.getValue())
        .array();
  }

  private static byte[] after(byte[] file, int at, byte[] more) {
    return ByteBuffer.allocate(file.length + more.length)
        .put(file, 0, at)
        .put(more)
        .put(file, at, file.length - at)
        .array();
  }

  private static int indexOf(byte[] file, byte first, byte second) {
    for (int i = 0; i + 1 < file.length; i++) {
      if (file[i] == first && file[i + 1] == second) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }
}
