package uz.stario.rollback.sandbox.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the protobuf wire format: tags, varints and length-delimited fields.
 *
 * <p>See <a href="https://protobuf.dev/programming-guides/encoding/">the encoding</a>. For one
 * thread.
 */
final class Wire {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final byte[] data;
  private int at;
  private int type;

  Wire(byte[] data) {
    this.data = data;
  }

  /** The bytes are no protobuf of the expected shape. */
  static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Malformed(String why) {
      super(why, null, false, false);
    }
  }

  boolean atEnd() {
    return at >= data.length;
  }

  byte octet() {
    if (atEnd()) {
      throw new Malformed("it ends in the middle of a field");
    }
    return data[at++];
  }

  /** The number of the next field, whose value is to be read or skipped then. */
  int tag() {
    long tag = varint();
    type = (int) (tag & 7);
    return (int) (tag >>> 3);
  }

  long number() {
    expect(VARINT);
    return varint();
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    expect(BYTES);
    long length = varint();
    if (length < 0 || length > data.length - at) {
      throw new Malformed("a field is longer than what is left");
    }
    at += (int) length;
    return Arrays.copyOfRange(data, at - (int) length, at);
  }

  void skip() {
    switch (type) {
      case VARINT -> varint();
      case FIXED64 -> at += 8;
      case BYTES -> bytes();
      case FIXED32 -> at += 4;
      default -> throw new Malformed("wire type " + type + " is not in use");
    }
    if (at > data.length) {
      throw new Malformed("it ends in the middle of a field");
    }
  }

  private void expect(int wanted) {
    if (type != wanted) {
      throw new Malformed("a field has wire type " + type + " in place of " + wanted);
    }
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = octet();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new Malformed("a number has more than ten bytes");
  }
}
