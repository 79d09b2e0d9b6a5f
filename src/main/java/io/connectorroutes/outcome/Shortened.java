package io.connectorroutes.outcome;

import io.connectorroutes.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Names that have to fit: what is too long is cut and told apart by a hash of the whole. */
final class Shortened {
  private static final int HASH_BYTES = 6;
  private static final int TAIL = 1 + 2 * HASH_BYTES;

  private Shortened() {}

  /**
   * The text itself where it fits, else its beginning, a dash and twelve hex digits.
   *
   * @param maxBytes most bytes in UTF-8; above 13
   */
  static String within(int maxBytes, String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length <= maxBytes) {
      return text;
    }
    return beginning(text, maxBytes - TAIL) + "-" + hash(text);
  }

  private static String beginning(String text, int maxBytes) {
    int end = 0;
    int bytes = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      bytes += Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > maxBytes) {
        break;
      }
      end += Character.charCount(codePoint);
    }
    return text.substring(0, end);
  }

  private static String hash(String text) {
    byte[] hash = Sha256.of(text);
    return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
  }
}
