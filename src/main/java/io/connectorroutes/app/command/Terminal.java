package io.connectorroutes.app.command;

import java.io.BufferedWriter;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Where commands write. Text of others moves no terminal's cursor.
 *
 * @param out what was asked for
 * @param err errors, warnings and progress, a line each
 * @param help what the program says of itself, in colours where there are any
 * @param bytes what {@code out} writes to, for what is no text
 */
public record Terminal(PrintWriter out, PrintWriter err, PrintWriter help, OutputStream bytes) {

  /** In UTF-8 whatever the locale: what is printed is often read by a program. */
  public static Terminal of(OutputStream out, OutputStream err) {
    return new Terminal(
        new PrintWriter(new PrintableWriter(writer(out))),
        new PrintWriter(new PrintableWriter(writer(err))),
        new PrintWriter(writer(out)),
        out);
  }

  private static Writer writer(OutputStream stream) {
    return new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
  }
}
