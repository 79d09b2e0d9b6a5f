package io.connectorroutes.app.command;

import io.connectorroutes.text.PrintableText;
import java.io.BufferedWriter;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Where commands write. Text of others moves no terminal's cursor, and text for a person is no
 * wider than a terminal, wherever it goes. What goes to a file or a pipe of results and errors is
 * for programs as well: data is exact there, and an error is one line.
 *
 * @param out what was asked for, as text for a person
 * @param data what was asked for, as data
 * @param err errors, warnings and progress, a line each
 * @param help what the program says of itself, in colours where there are any
 * @param bytes what {@code out} writes to, for what is no text
 * @param isScreen whether a person sits before it, and what was written can be written over
 */
public record Terminal(
    PrintWriter out,
    PrintWriter data,
    PrintWriter err,
    PrintWriter help,
    OutputStream bytes,
    boolean isScreen) {
  /** The cursor to the upper left, and all below it away. */
  private static final String CLEAR = "\u001b[H\u001b[J";

  /** In UTF-8 whatever the locale: what is printed is often read by a program. */
  public static Terminal of(OutputStream out, OutputStream err) {
    return of(out, err, false);
  }

  /** As above. */
  public static Terminal of(OutputStream out, OutputStream err, boolean isScreen) {
    Writer results = writer(out);
    Writer errors = writer(err);
    return new Terminal(
        new PrintWriter(new WrappedWriter(results)),
        new PrintWriter(isScreen ? new PrintableWriter(results) : results),
        new PrintWriter(isScreen ? new WrappedWriter(errors) : new PrintableWriter(errors)),
        new PrintWriter(results),
        out,
        isScreen);
  }

  /** Leaves the screen empty. */
  void clear() {
    out.flush();
    help.print(CLEAR);
    help.flush();
  }

  /** Prints something beside what was asked for, in a line. */
  public void note(String line) {
    err.println(PrintableText.text(line));
    err.flush();
  }

  private static Writer writer(OutputStream stream) {
    return new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
  }
}
