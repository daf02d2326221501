package uz.stario.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uz.stario.platform.face.Portrait;

/** The quiz, asked directly and through the gateway, with what is no picture or too much of one. */
class ImageBadInputTest extends PlatformStage {

  static byte[] png(BufferedImage image) throws IOException {
    return image(image, "png");
  }

  private static byte[] image(BufferedImage image, String format) throws IOException {
    var out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  /** A PNG of whole checksums: so many pixels as it says, and those bytes of packed zeros. */
  private static byte[] png(int width, int height, long unpacked) throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    chunk(
        out,
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 2, 0, 0, 0})
            .array());
    var packed = new ByteArrayOutputStream();
    try (var zip = new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_COMPRESSION))) {
      byte[] zeros = new byte[1 << 16];
      for (long left = unpacked; left > 0; left -= zeros.length) {
        zip.write(zeros, 0, (int) Math.min(left, zeros.length));
      }
    }
    chunk(out, "IDAT", packed.toByteArray());
    chunk(out, "IEND", NOTHING);
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data)
      throws IOException {
    byte[] name = utf8(type);
    var crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.write(ByteBuffer.allocate(4).putInt(data.length).array());
    out.write(name);
    out.write(data);
    out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /** A JPEG whose frame says another size than it has. */
  private static byte[] jpegThatSays(int width, int height) throws IOException {
    byte[] jpeg = image(Portrait.of("test"), "jpg");
    for (int i = 2; i < jpeg.length - 9; i++) {
      if ((jpeg[i] & 0xff) == 0xff && (jpeg[i + 1] & 0xff) == 0xc0) {
        ByteBuffer.wrap(jpeg).putShort(i + 5, (short) height).putShort(i + 7, (short) width);
        return jpeg;
      }
    }
    throw new IOException("no frame");
  }

  @ParameterizedTest
  @ValueSource(strings = {"api-gateway", "face-similarity"})
  void what_is_no_picture_or_too_large_a_one_is_refused_and_leaves_nothing(String service)
      throws Exception {
    byte[] good = png(Portrait.of("test"));
    Map<String, Long> before = state();

    refused(service, 415, "nothing", NOTHING);
    refused(service, 415, "JSON", utf8("{\"image\": \"data:\"}"));
    refused(service, 415, "a GIF", utf8("GIF89a" + "x".repeat(1000)));
    refused(service, 415, "an SVG", utf8("<svg xmlns='http://www.w3.org/2000/svg'/>"));
    refused(
        service,
        415,
        "an SVG that asks for a file",
        utf8("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>"));
    refused(service, 415, "noise", new byte[1000]);
    refused(service, 422, "half a PNG", Arrays.copyOf(good, good.length / 2));
    refused(service, 422, "the signature of a PNG", Arrays.copyOf(good, 8));
    refused(service, 422, "a PNG of 50,000 a side", png(50_000, 50_000, 1000));
    refused(service, 422, "a PNG of 2^31 - 1 a side", png(Integer.MAX_VALUE, Integer.MAX_VALUE, 1));
    refused(service, 422, "a PNG of negative size", png(-1, -1, 1));
    refused(service, 422, "a PNG of nothing", png(0, 0, 1));
    refused(service, 422, "a PNG of one pixel", png(1, 1, 4));
    refused(service, 422, "a PNG whose pixels end early", png(5000, 4000, 1000));
    refused(service, 422, "a JPEG of 65,535 a side", jpegThatSays(65_535, 65_535));
    refused(service, 422, "a JPEG of nothing", jpegThatSays(0, 0));
    refused(
        service,
        422,
        "a JPEG without an end",
        Arrays.copyOf(image(Portrait.of("test"), "jpg"), 300));
    refused(service, 413, "more than 5 MiB", new byte[(5 << 20) + 1]);

    assertThat(state()).isEqualTo(before);
    assertThat(send("POST", at(service, "/face-quiz"), "", good).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"api-gateway", "face-similarity"})
  void a_small_png_that_unpacks_to_half_a_gigabyte_takes_only_its_pixels(String service)
      throws Exception {
    byte[] bomb = png(64, 64, 512L << 20);
    assertThat(bomb.length).isLessThan(1 << 20);

    int status = send("POST", at(service, "/face-quiz"), "", bomb).statusCode();

    assertThat(status).isIn(200, 422);
    assertThat(send("GET", at("face-similarity", "/health"), "", NOTHING).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"api-gateway", "face-similarity"})
  void more_than_five_megabytes_in_chunks_is_refused(String service) throws Exception {
    String chunk = "100000\r\n" + "x".repeat(0x100000) + "\r\n";
    Map<String, Long> before = state();
    String answer =
        raw(
            service,
            "POST /face-quiz HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk.repeat(6)
                + "0\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 413").contains("larger than 5 MiB");
    assertThat(state()).isEqualTo(before);
  }

  private static void refused(String service, int status, String what, byte[] picture)
      throws Exception {
    assertRefused(
        send("POST", at(service, "/face-quiz"), "", picture), status, service + " " + what);
  }
}
