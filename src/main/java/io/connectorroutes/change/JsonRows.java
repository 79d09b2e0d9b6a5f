package io.connectorroutes.change;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A {@code .json} file: an array of objects, or one object that is the only row. */
final class JsonRows extends RowReader {
  private final StrictText text;
  private final JsonParser parser;
  private boolean array;

  JsonRows(StrictText text, FileHead head, RowBounds bounds) throws IOException {
    super(text, head, bounds);
    this.text = text;
    this.parser = JsonText.FACTORY.createParser(text);
  }

  @Override
  ReadRow read(int number) throws IOException {
    text.startRow();
    JsonToken token = parser.nextToken();
    if (number == 1) {
      array = token == JsonToken.START_ARRAY;
      return array ? element(number, parser.nextToken()) : only(token);
    }
    return array ? element(number, token) : end(token);
  }

  private ReadRow element(int number, JsonToken token) throws IOException {
    return token == JsonToken.END_ARRAY ? end(parser.nextToken()) : row(number);
  }

  private ReadRow only(JsonToken token) throws IOException {
    if (token == null) {
      return null;
    }
    if (token != JsonToken.START_OBJECT) {
      throw new MalformedFileException("the file holds neither a JSON object nor an array of them");
    }
    return row(1);
  }

  private ReadRow row(int number) throws IOException {
    JsonStreamContext row = parser.getParsingContext();
    try {
      return RowTree.read(parser, number);
    } catch (RuntimeException | Error e) {
      while (isWithin(row)) {
        parser.nextToken();
      }
      return ReadRow.failed(number, e);
    }
  }

  private boolean isWithin(JsonStreamContext row) {
    JsonStreamContext at = parser.getParsingContext();
    while (at != null && at != row) {
      at = at.getParent();
    }
    return at != null && !parser.isClosed();
  }

  private ReadRow end(JsonToken token) throws MalformedFileException {
    if (token != null) {
      throw new MalformedFileException(
          "the file goes on after its JSON object or array, at line "
              + parser.currentTokenLocation().getLineNr()
              + ": name it .jsonl where each line is an object");
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    parser.close();
    text.close();
  }
}
