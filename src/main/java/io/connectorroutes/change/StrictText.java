package io.connectorroutes.change;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 text, with or without a byte order mark. Bytes that are not UTF-8, and rows that would take
 * more memory than any change needs, end the reading.
 */
final class StrictText extends Reader {
  /** The longest row, in characters; a parser that reads ahead makes it a little more. */
  static final int LONGEST_ROW = 4 * 1024 * 1024;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Reader reader;
  private boolean begun;
  private long sinceRow;
  private long charactersRead;

  StrictText(InputStream in) {
    reader =
        new InputStreamReader(
            in,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  /** Notes that a row begins. */
  void startRow() {
    sinceRow = 0;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int count = decode(buffer, offset, length);
    if (!begun && count > 0) {
      begun = true;
      if (buffer[offset] == BYTE_ORDER_MARK) {
        System.arraycopy(buffer, offset + 1, buffer, offset, count - 1);
        count = count == 1 ? decode(buffer, offset, length) : count - 1;
      }
    }
    sinceRow += Math.max(count, 0);
    charactersRead += Math.max(count, 0);
    if (sinceRow > LONGEST_ROW + buffer.length) {
      throw new MalformedFileException(
          "a row is longer than 4 MiB: look for a quote or bracket that is not closed");
    }
    return count;
  }

  long charactersRead() {
    return charactersRead;
  }

  private int decode(char[] buffer, int offset, int length) throws IOException {
    try {
      return reader.read(buffer, offset, length);
    } catch (CharacterCodingException e) {
      throw new MalformedFileException("the file is not UTF-8: save it in that encoding", e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
