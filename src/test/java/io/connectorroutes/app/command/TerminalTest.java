package io.connectorroutes.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.FittingLines;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is text for a person, and what is for a program. */
class TerminalTest {
  private static final String LONG = "some words ".repeat(20) + "at the end";

  /** A joiner between two letters, and a soft hyphen. */
  private static final String FORMATTED = "a\u200Db\u00ADc";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private String printed(boolean isScreen, Function<Terminal, PrintWriter> where, String text) {
    PrintWriter writer =
        where.apply(Terminal.of(bytes, bytes, isScreen, isScreen, () -> Window.USUAL));
    writer.println(text);
    writer.flush();
    return bytes.toString(UTF_8);
  }

  @Test
  void textFitsAScreenWhereverItGoes() {
    String piped = printed(false, Terminal::out, "  " + LONG);
    FittingLines.assertFit(piped);
    assertThat(piped)
        .hasLineCount(3)
        .contains("\n    ")
        .isEqualTo(Screen.wrapped("  ", "    ", LONG).stream().reduce("", (a, b) -> a + b + "\n"));
    bytes.reset();
    assertThat(printed(true, Terminal::out, "  " + LONG)).isEqualTo(piped);
  }

  @Test
  void anErrorIsOneLineUnlessOnAScreen() {
    assertThat(printed(false, Terminal::err, LONG)).isEqualTo(LONG + "\n");
    bytes.reset();
    String shown = printed(true, Terminal::err, LONG);
    FittingLines.assertFit(shown);
    assertThat(shown).hasLineCount(3);
  }

  @Test
  void eachStreamIsAScreenByItself() {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Terminal terminal = Terminal.of(bytes, errors, true, false, () -> Window.USUAL);
    terminal.data().println(FORMATTED);
    terminal.data().flush();
    terminal.note(LONG);
    assertThat(bytes.toString(UTF_8)).isEqualTo("a\uFFFDb\uFFFDc\n");
    assertThat(errors.toString(UTF_8)).isEqualTo(LONG + "\n");
  }

  @Test
  void aStackTraceStaysAsItIs() {
    String line = "\tat " + "x ".repeat(100) + "(Some.java)";
    assertThat(printed(true, Terminal::err, line)).isEqualTo(line + "\n");
  }

  @Test
  void dataIsExactUnlessOnAScreen() {
    assertThat(printed(false, Terminal::data, LONG + FORMATTED)).isEqualTo(LONG + FORMATTED + "\n");
    bytes.reset();
    assertThat(printed(true, Terminal::data, FORMATTED)).isEqualTo("a\uFFFDb\uFFFDc\n");
  }

  @Test
  void whatIsNoWholeLineYetComesWhenItIsAskedFor() {
    PrintWriter out = Terminal.of(bytes, bytes).out();
    out.print("begun");
    out.flush();
    out.print(" and ended\nnext");
    out.flush();
    assertThat(bytes.toString(UTF_8)).isEqualTo("begun and ended\nnext");
  }
}
