package io.connectorroutes.app.command;

import io.connectorroutes.text.PrintableText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * A terminal's end: whatever is printed, nothing but line breaks and tabs moves its cursor. Where
 * text of others stands in a line of ours, it has no line break of its own: that is for who prints.
 */
class PrintableWriter extends FilterWriter {
  PrintableWriter(Writer out) {
    super(out);
  }

  @Override
  public void write(int character) throws IOException {
    write(String.valueOf((char) character));
  }

  @Override
  public void write(char[] characters, int from, int length) throws IOException {
    write(new String(characters, from, length));
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    out.write(PrintableText.lines(text.substring(from, from + length)));
  }
}
