package io.connectorroutes.testing.canary;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that hold escapes of JSON or of URLs, without these. What is no escape stays. */
final class Escapes {
  private final byte[] bytes;
  private final int length;
  private final byte[] read;
  private int to;

  private Escapes(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
    this.read = new byte[length];
  }

  /** Null where there is none. */
  static byte[] withoutJson(byte[] bytes, int length) {
    return has(bytes, length, '\\') ? new Escapes(bytes, length).json() : null;
  }

  /** Null where there is none; a plus sign is a blank. */
  static byte[] withoutUrl(byte[] bytes, int length) {
    return has(bytes, length, '%') || has(bytes, length, '+')
        ? new Escapes(bytes, length).url()
        : null;
  }

  private static boolean has(byte[] bytes, int length, char sign) {
    for (int at = 0; at < length; at++) {
      if (bytes[at] == sign) {
        return true;
      }
    }
    return false;
  }

  private byte[] json() {
    int at = 0;
    while (at < length) {
      if (bytes[at] != '\\' || at + 1 == length) {
        read[to++] = bytes[at++];
      } else if (bytes[at + 1] == 'u' && hex(at + 2, 4) >= 0) {
        at = unicode(at);
      } else {
        int letter = "bfnrt".indexOf(bytes[at + 1]);
        read[to++] = letter < 0 ? bytes[at + 1] : (byte) "\b\f\n\r\t".charAt(letter);
        at += 2;
      }
    }
    return Arrays.copyOf(read, to);
  }

  private int unicode(int at) {
    StringBuilder units = new StringBuilder().append((char) hex(at + 2, 4));
    int behind = at + 6;
    if (Character.isHighSurrogate(units.charAt(0))
        && behind + 1 < length
        && bytes[behind] == '\\'
        && bytes[behind + 1] == 'u'
        && hex(behind + 2, 4) >= 0) {
      units.append((char) hex(behind + 2, 4));
      behind += 6;
    }
    for (byte sign : units.toString().getBytes(StandardCharsets.UTF_8)) {
      read[to++] = sign;
    }
    return behind;
  }

  private byte[] url() {
    int at = 0;
    while (at < length) {
      if (bytes[at] == '%' && hex(at + 1, 2) >= 0) {
        read[to++] = (byte) hex(at + 1, 2);
        at += 3;
      } else {
        read[to++] = bytes[at] == '+' ? (byte) ' ' : bytes[at];
        at++;
      }
    }
    return Arrays.copyOf(read, to);
  }

  /** The number that these digits are; -1 where they are none. */
  private int hex(int at, int digits) {
    if (at + digits > length) {
      return -1;
    }
    int number = 0;
    for (int i = at; i < at + digits; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit < 0) {
        return -1;
      }
      number = number * 16 + digit;
    }
    return number;
  }
}
