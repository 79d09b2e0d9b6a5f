package io.connectorroutes.app.command;

import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Where text for a person goes: nothing but line breaks and tabs moves a cursor, and what is wider
 * than a {@link Screen} goes on in the next line. Lines with a tab, those of a stack trace, stay as
 * they are.
 */
final class WrappedWriter extends PrintableWriter {
  private static final char LINE_END = '\n';

  /** A line that has no end yet. */
  private final StringBuilder begun = new StringBuilder();

  WrappedWriter(Writer out) {
    super(out);
  }

  @Override
  public void write(String text, int from, int length) throws IOException {
    int at = from;
    for (int end = text.indexOf(LINE_END, at);
        end >= 0 && end < from + length;
        end = text.indexOf(LINE_END, at)) {
      begun.append(text, at, end);
      print(taken());
      at = end + 1;
    }
    begun.append(text, at, from + length);
  }

  private void print(String line) throws IOException {
    List<String> lines =
        line.indexOf('\t') >= 0 ? List.of(PrintableText.lines(line)) : Screen.wrapped(line);
    for (String one : lines) {
      out.write(one);
      out.write(LINE_END);
    }
  }

  @Override
  public void flush() throws IOException {
    out.write(PrintableText.lines(taken()));
    out.flush();
  }

  /** Let go of first: where the reader is gone, what cannot be written is not kept. */
  private String taken() {
    String line = begun.toString();
    begun.setLength(0);
    return line;
  }
}
