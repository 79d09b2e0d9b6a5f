package io.connectorroutes.app.command;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where commands write.
 *
 * @param out what was asked for
 * @param err errors, warnings and progress, a line each
 * @param bytes what {@code out} writes to, for what is no text
 */
public record Terminal(PrintWriter out, PrintWriter err, OutputStream bytes) {

  /** In UTF-8 whatever the locale: what is printed is often read by a program. */
  public static Terminal of(OutputStream out, OutputStream err) {
    return new Terminal(writer(out), writer(err), out);
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(stream, false, StandardCharsets.UTF_8);
  }
}
