package io.connectorroutes.secret;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Secrets that are kept in text files. */
public final class SecretText {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private SecretText() {}

  /**
   * The secret in a file of UTF-8 text: what editors add by themselves, one byte order mark at its
   * head and one line break at its end, is no part of it.
   *
   * @throws CharacterCodingException where the bytes are no UTF-8
   */
  public static String of(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    int begin = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
    int end = text.length();
    if (text.endsWith("\r\n")) {
      end -= 2;
    } else if (text.endsWith("\n")) {
      end -= 1;
    }
    return text.substring(begin, end);
  }
}
