package io.connectorroutes.change;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** Writes the few ASN.1 types of a PKCS #12 file in DER. */
final class Der {
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int CONTEXT_0 = 0x80;
  private static final int CONTEXT_0_CONSTRUCTED = 0xA0;

  private Der() {}

  static byte[] sequence(byte[]... elements) {
    return element(SEQUENCE, elements);
  }

  static byte[] set(byte[]... elements) {
    return element(SET, elements);
  }

  static byte[] octets(byte[] value) {
    return element(OCTET_STRING, value);
  }

  static byte[] integer(int value) {
    return element(0x02, BigInteger.valueOf(value).toByteArray());
  }

  static byte[] nil() {
    return new byte[] {0x05, 0x00};
  }

  /** {@code [0] EXPLICIT}. */
  static byte[] explicit(byte[] value) {
    return element(CONTEXT_0_CONSTRUCTED, value);
  }

  /** {@code [0] IMPLICIT OCTET STRING}. */
  static byte[] implicitOctets(byte[] value) {
    return element(CONTEXT_0, value);
  }

  static byte[] oid(String dotted) {
    String[] numbers = dotted.split("\\.", -1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    base128(Integer.parseInt(numbers[0]) * 40 + Integer.parseInt(numbers[1]), out);
    for (int i = 2; i < numbers.length; i++) {
      base128(Integer.parseInt(numbers[i]), out);
    }
    return element(OBJECT_IDENTIFIER, out.toByteArray());
  }

  private static void base128(int number, ByteArrayOutputStream out) {
    for (int shift = 28; shift > 0; shift -= 7) {
      if (number >>> shift != 0) {
        out.write(((number >>> shift) & 0x7F) | 0x80);
      }
    }
    out.write(number & 0x7F);
  }

  private static byte[] element(int tag, byte[]... contents) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : contents) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    length(content.size(), out);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  private static void length(int length, ByteArrayOutputStream out) {
    if (length < 0x80) {
      out.write(length);
      return;
    }
    byte[] bytes = BigInteger.valueOf(length).toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    out.write(0x80 | (bytes.length - from));
    out.write(bytes, from, bytes.length - from);
  }
}
