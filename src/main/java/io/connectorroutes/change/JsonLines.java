package io.connectorroutes.change;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;

/** A {@code .jsonl} file: one object a line. Blank lines are no rows. */
final class JsonLines extends RowReader {
  private static final int END = -1;

  private final StrictText text;
  private final char[] buffer = new char[8192];
  private int position;
  private int limit;
  private int lineNumber;

  JsonLines(StrictText text, FileHead head, RowBounds bounds) {
    super(text, head, bounds);
    this.text = text;
  }

  @Override
  ReadRow read(int number) throws IOException {
    while (fill()) {
      lineNumber++;
      StringBuilder line = new StringBuilder();
      if (!readLine(line)) {
        return bad(number, "is longer than 4 MiB");
      }
      String json = line.toString();
      if (!json.isBlank()) {
        return row(number, json);
      }
      skipped();
    }
    return null;
  }

  private ReadRow row(int number, String json) throws IOException {
    try (JsonParser parser = JsonText.FACTORY.createParser(json)) {
      parser.nextToken();
      ReadRow row = RowTree.read(parser, number);
      return parser.nextToken() == null ? row : bad(number, "holds more than one JSON object");
    } catch (JsonProcessingException e) {
      return bad(number, "is no JSON object at column " + column(e));
    } catch (RuntimeException | Error e) {
      return ReadRow.failed(number, e);
    }
  }

  private static int column(JsonProcessingException e) {
    return e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
  }

  private ReadRow bad(int number, String fault) {
    String message = "line " + lineNumber + " " + fault + ": give one JSON object a line";
    return ReadRow.noObject(number, new FieldProblem(null, message));
  }

  /** Reads to the end of the line; false where the line is too long to be kept. */
  private boolean readLine(StringBuilder line) throws IOException {
    boolean kept = true;
    while (fill()) {
      int end = lineEnd();
      kept &= line.length() + end - position <= StrictText.LONGEST_ROW;
      if (kept) {
        line.append(buffer, position, end - position);
      }
      position = Math.min(end + 1, limit);
      if (end < limit) {
        return kept;
      }
    }
    return kept;
  }

  private int lineEnd() {
    int end = position;
    while (end < limit && buffer[end] != '\n') {
      end++;
    }
    return end;
  }

  /** Makes sure that there is a character to read; false at the end of the file. */
  private boolean fill() throws IOException {
    if (position < limit) {
      return true;
    }
    text.startRow();
    int count = text.read(buffer, 0, buffer.length);
    position = 0;
    limit = Math.max(count, 0);
    return count != END;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
