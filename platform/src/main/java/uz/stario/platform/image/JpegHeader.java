package uz.stario.platform.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import uz.stario.platform.image.Header.Unacceptable;

/** The segments of a JPEG, by ITU-T T.81, annex B: https://www.w3.org/Graphics/JPEG/itu-t81.pdf. */
final class JpegHeader {

  private static final String FORMAT = "JPEG";

  /**
   * Each scan of a progressive picture costs a pass over all of it; encoders write about ten.
   * libjpeg-turbo's advice to guard against bombs of scans:
   * https://libjpeg-turbo.org/pmwiki/uploads/About/TwoIssueswiththeJPEGStandard.pdf
   */
  private static final int MAX_SCANS = 100;

  private static final int APP0 = 0xe0;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;
  private static final int COMMENT = 0xfe;
  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_IMAGE = 0xd9;

  private final byte[] file;
  private final ByteArrayOutputStream kept;
  private int at = 2;
  private int width;
  private int height;
  private int scans;

  private JpegHeader(byte[] file) {
    this.file = file;
    this.kept = new ByteArrayOutputStream(file.length);
    kept.write(file, 0, 2);
  }

  static Header read(byte[] file) throws Unacceptable {
    return new JpegHeader(file).read();
  }

  private Header read() throws Unacceptable {
    while (true) {
      int marker = marker();
      if (marker == END_OF_IMAGE) {
        if (scans == 0) {
          throw Unacceptable.damaged(FORMAT, "it holds no picture");
        }
        kept.write(0xff);
        kept.write(END_OF_IMAGE);
        return new Header(FORMAT, width, height, new ByteArrayInputStream(kept.toByteArray()));
      }
      int length = length();
      int start = at - 2;
      if (isFrame(marker)) {
        frame(length);
      }
      if (marker == START_OF_SCAN) {
        if (width == 0) {
          throw Unacceptable.damaged(FORMAT, "a scan comes before its frame");
        }
        if (++scans > MAX_SCANS) {
          throw Unacceptable.damaged(FORMAT, "it has more than " + MAX_SCANS + " scans");
        }
        at += length;
        skipEntropyCoded();
        kept.write(file, start, at - start);
      } else {
        if (isNeeded(marker)) {
          kept.write(file, start, length + 2);
        }
        at += length;
      }
    }
  }

  /** The next marker; {@link #at} stands behind it. Fill bytes before one are allowed. */
  private int marker() throws Unacceptable {
    if (at + 1 >= file.length) {
      throw Unacceptable.cutOff(FORMAT);
    }
    if (byteAt(at) != 0xff) {
      throw Unacceptable.damaged(FORMAT, "there is something else where a marker belongs");
    }
    while (at < file.length && byteAt(at) == 0xff) {
      at++;
    }
    if (at >= file.length) {
      throw Unacceptable.cutOff(FORMAT);
    }
    return byteAt(at++);
  }

  /** Of the segment at {@link #at}, with the two bytes of the length itself. */
  private int length() throws Unacceptable {
    if (at + 2 > file.length) {
      throw Unacceptable.cutOff(FORMAT);
    }
    int length = byteAt(at) << 8 | byteAt(at + 1);
    if (length < 2) {
      throw Unacceptable.damaged(FORMAT, "a segment has an impossible length");
    }
    if (at + length > file.length) {
      throw Unacceptable.cutOff(FORMAT);
    }
    return length;
  }

  private void frame(int length) throws Unacceptable {
    if (length < 8) {
      throw Unacceptable.damaged(FORMAT, "its header is too short");
    }
    if (width != 0) {
      throw Unacceptable.unsupported("A JPEG of several frames; send a single picture.");
    }
    int precision = byteAt(at + 2);
    height = byteAt(at + 3) << 8 | byteAt(at + 4);
    width = byteAt(at + 5) << 8 | byteAt(at + 6);
    int components = byteAt(at + 7);
    if (components == 4) {
      throw Unacceptable.unsupported("A JPEG for print (CMYK); save it as RGB and send it again.");
    }
    if (precision != 8 || (components != 1 && components != 3)) {
      throw Unacceptable.unsupported("A JPEG of a rare kind; save it as RGB with 8 bits.");
    }
    if (width == 0 || height == 0) {
      throw Unacceptable.damaged(FORMAT, "it says that it is empty");
    }
  }

  /** To the next marker that is neither a stuffed byte nor a restart. */
  private void skipEntropyCoded() throws Unacceptable {
    for (; at + 1 < file.length; at++) {
      int next = byteAt(at + 1);
      if (byteAt(at) == 0xff && next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7)) {
        return;
      }
    }
    throw Unacceptable.cutOff(FORMAT);
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  /** Of what programs add, only what says how the colours are coded. */
  private boolean isNeeded(int marker) {
    if (marker == APP0) {
      return at + 6 < file.length
          && new String(file, at + 2, 4, StandardCharsets.ISO_8859_1).equals("JFIF");
    }
    return marker == APP14 || !(marker == COMMENT || (marker > APP0 && marker <= APP15));
  }

  private int byteAt(int index) {
    return file[index] & 0xff;
  }
}
