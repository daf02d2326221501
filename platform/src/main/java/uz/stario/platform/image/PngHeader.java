package uz.stario.platform.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import uz.stario.platform.image.Header.Unacceptable;

/** The chunks of a PNG, by the specification's chapters 5 and 11: https://www.w3.org/TR/png-3/. */
final class PngHeader {

  static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private static final String FORMAT = "PNG";

  /** Length, type and checksum of a chunk. */
  private static final int AROUND = 12;

  private PngHeader() {}

  static Header read(byte[] file) throws Unacceptable {
    ByteBuffer in = ByteBuffer.wrap(file).position(SIGNATURE.length);
    var kept = new ByteArrayOutputStream(file.length);
    kept.writeBytes(SIGNATURE);
    int width = 0;
    int height = 0;
    boolean data = false;
    while (true) {
      if (in.remaining() < AROUND) {
        throw Unacceptable.cutOff(FORMAT);
      }
      int start = in.position();
      int length = in.getInt();
      if (length < 0) {
        throw Unacceptable.damaged(FORMAT, "a chunk has an impossible length");
      }
      if (length > in.remaining() - AROUND + Integer.BYTES) {
        throw Unacceptable.cutOff(FORMAT);
      }
      String type = new String(file, start + 4, 4, StandardCharsets.ISO_8859_1);
      if (start == SIGNATURE.length) {
        if (!type.equals("IHDR") || length != 13) {
          throw Unacceptable.damaged(FORMAT, "it does not begin with its header");
        }
        width = in.getInt(start + 8);
        height = in.getInt(start + 12);
      }
      switch (type) {
        case "IHDR", "PLTE", "tRNS", "IDAT", "IEND" -> {
          check(file, start, length);
          kept.write(file, start, length + AROUND);
          data |= type.equals("IDAT");
        }
        case "acTL" -> throw Unacceptable.unsupported("An animated PNG; send a single picture.");
        default -> {
          // Text, profiles, times: not needed, and the compressed ones may be bombs.
        }
      }
      if (type.equals("IEND")) {
        if (!data) {
          throw Unacceptable.damaged(FORMAT, "it holds no picture");
        }
        return new Header(FORMAT, width, height, new ByteArrayInputStream(kept.toByteArray()));
      }
      in.position(start + length + AROUND);
    }
  }

  private static void check(byte[] file, int start, int length) throws Unacceptable {
    var crc = new CRC32();
    crc.update(file, start + 4, length + 4);
    if ((int) crc.getValue() != ByteBuffer.wrap(file).getInt(start + 8 + length)) {
      throw Unacceptable.damaged(FORMAT, "a checksum is wrong");
    }
  }
}
