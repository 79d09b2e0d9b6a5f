package io.connectorroutes.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No line is longer than a terminal is wide, and nothing is lost but blanks where one ends. */
class ScreenTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "short",
        "eighty columns: %s",
        "%s %s %s",
        "%s  a  %s  b  %s",
        "a b c d e f %s",
        "a word at the very end of the line and then one that is just too long: %s x",
        "\uD83D\uDE00%s\uD83D\uDE00%s"
      })
  void linesFit(String form) {
    for (int length = 1; length < 200; length++) {
      String word = "w".repeat(length);
      String text = form.replace("%s", word);
      var lines = Screen.wrapped("- ", "    ", text);
      assertThat(lines).allMatch(line -> line.codePointCount(0, line.length()) <= 80);
      assertThat(lines.subList(0, lines.size() - 1)).noneMatch(line -> line.endsWith(" "));
      assertThat(lines.subList(1, lines.size())).allMatch(line -> line.matches(" {4}\\S.*"));
      assertThat(String.join("", lines).replace(" ", "")).isEqualTo("-" + text.replace(" ", ""));
    }
  }

  @Test
  void whereNothingFitsBesideTheBeginningTheTextComesBelowIt() {
    String begin = "x".repeat(90) + "  ";
    assertThat(Screen.wrapped(begin, "  ", "some text"))
        .containsExactly(begin.strip(), "  some text");
  }
}
