package io.connectorroutes.change;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the beginning of a file tells of its layout.
 *
 * @param byteOrderMark whether it begins with one
 * @param lineEnd what ends the first line
 * @param separator between the cells of a CSV file
 * @param separatorLine whether a line {@code sep=X}, which some spreadsheets want, stands before
 *     the header
 */
record FileHead(boolean byteOrderMark, String lineEnd, char separator, boolean separatorLine) {
  /** More than a line with the longest field, or a header, takes. */
  private static final int LONGEST = 256 * 1024;

  private static final String SEPARATORS = ",;\t";
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
  private static final Pattern LINE_END = Pattern.compile("\r?\n");
  private static final Pattern CSV_LINE_END = Pattern.compile("\r?\n|\r");
  private static final Pattern SEPARATOR_LINE =
      Pattern.compile("sep=([^\r\n])\\1*(?=[\r\n]|$)", Pattern.CASE_INSENSITIVE);

  /**
   * Looks at the beginning of a file; the stream stands where it stood before.
   *
   * @param in supports marks
   * @throws MalformedFileException where the file names a separator that is none
   */
  static FileHead of(FileFormat format, InputStream in) throws IOException {
    in.mark(LONGEST);
    // All that is looked for is ASCII, whose bytes stand for nothing else in UTF-8.
    String head = new String(in.readNBytes(LONGEST), StandardCharsets.ISO_8859_1);
    in.reset();
    boolean marked = head.startsWith(BYTE_ORDER_MARK);
    String text = marked ? head.substring(BYTE_ORDER_MARK.length()) : head;
    if (format != FileFormat.CSV) {
      return new FileHead(marked, lineEnd(format, LINE_END, text), ',', false);
    }
    String lineEnd = lineEnd(format, CSV_LINE_END, text);
    String lines = withoutBlankLines(text);
    Matcher named = SEPARATOR_LINE.matcher(lines);
    return named.lookingAt()
        ? new FileHead(marked, lineEnd, separator(named.group(1)), true)
        : new FileHead(marked, lineEnd, separatorOfHeader(lines), false);
  }

  private static String lineEnd(FileFormat format, Pattern pattern, String text) {
    Matcher end = pattern.matcher(text);
    return end.find() ? end.group() : FileLayout.lineEnd(format);
  }

  private static String withoutBlankLines(String text) {
    int begin = 0;
    while (begin < text.length() && " \r\n".indexOf(text.charAt(begin)) >= 0) {
      begin++;
    }
    return text.substring(begin);
  }

  private static char separator(String named) throws MalformedFileException {
    if (!SEPARATORS.contains(named)) {
      throw new MalformedFileException(
          "the line sep= names none of comma, semicolon and tab: name one of them");
    }
    return named.charAt(0);
  }

  /** The first one outside quotes: no name of a field holds one. */
  private static char separatorOfHeader(String lines) {
    boolean quoted = false;
    for (int i = 0; i < lines.length(); i++) {
      char c = lines.charAt(i);
      quoted ^= c == '"';
      if (!quoted && SEPARATORS.indexOf(c) >= 0) {
        return c;
      }
      if (!quoted && (c == '\r' || c == '\n')) {
        break;
      }
    }
    return ',';
  }
}
