package io.connectorroutes.app.command;

import io.connectorroutes.text.PrintableText;
import java.io.BufferedWriter;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Where commands write. Text of others moves no terminal's cursor, and text for a person is no
 * wider than a terminal, wherever it goes. What goes to a file or a pipe of results and errors is
 * for programs as well: data is exact there, and an error is one line. None of them throws: what
 * cannot be written is told when the command has ended.
 *
 * @param out what was asked for, as text for a person
 * @param data what was asked for, as data
 * @param err errors, warnings and progress, a line each
 * @param drawn where a line can be written over that stands beside what was asked for; null where
 *     nobody sees at once what is written to {@code err}
 * @param help what the program says of itself, in colours where there are any
 * @param bytes what {@code out} writes to, for what is no text
 * @param isScreen whether a person sits before {@code out}, and what was written there can be
 *     written over
 * @param window how large it is now, where it is a screen
 */
public record Terminal(
    PrintWriter out,
    PrintWriter data,
    PrintWriter err,
    PrintWriter drawn,
    PrintWriter help,
    OutputStream bytes,
    boolean isScreen,
    Supplier<Window> window) {
  /** The cursor to the upper left, and all below it away. */
  private static final String CLEAR = "\u001b[H\u001b[J";

  /** In UTF-8 whatever the locale: what is printed is often read by a program. */
  public static Terminal of(OutputStream out, OutputStream err) {
    return of(out, err, false, false, () -> Window.USUAL);
  }

  /**
   * As above.
   *
   * @param isErrorScreen whether a person sees at once what is written to {@code err}
   */
  public static Terminal of(
      OutputStream out,
      OutputStream err,
      boolean isScreen,
      boolean isErrorScreen,
      Supplier<Window> window) {
    Writer results = writer(out);
    Writer errors = writer(err);
    return new Terminal(
        new PrintWriter(new WrappedWriter(results)),
        new PrintWriter(isScreen ? new PrintableWriter(results) : results),
        new PrintWriter(isErrorScreen ? new WrappedWriter(errors) : new PrintableWriter(errors)),
        isErrorScreen ? new PrintWriter(errors) : null,
        new PrintWriter(results),
        new PrintStream(out),
        isScreen,
        window);
  }

  /** What would be printed, in lines, to be looked at before that is done. */
  static List<String> lines(Consumer<PrintWriter> printing) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    printing.accept(out);
    out.flush();
    return text.toString().lines().toList();
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

  /** Prints the one line of an error that ends the program. */
  public void error(String line) {
    err.println("connector-routes: " + line);
    err.flush();
  }

  /**
   * Puts something before {@code System.err}, which the log goes to.
   *
   * @param around given what it is now
   * @return takes that away again
   */
  public static Runnable aroundErrors(UnaryOperator<OutputStream> around) {
    PrintStream errors = System.err;
    System.setErr(new PrintStream(around.apply(errors), true, StandardCharsets.UTF_8));
    return () -> System.setErr(errors);
  }

  private static Writer writer(OutputStream stream) {
    return new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
  }
}
