package io.connectorroutes.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.FittingLines;
import java.util.List;
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
      FittingLines.assertFit(String.join("\n", lines));
      assertThat(lines.subList(0, lines.size() - 1)).noneMatch(line -> line.endsWith(" "));
      assertThat(lines.subList(1, lines.size())).allMatch(line -> line.matches(" {0,4}\\S.*"));
      assertThat(String.join("", lines).replace(" ", "")).isEqualTo("-" + text.replace(" ", ""));
    }
  }

  @Test
  void aPathOrAnIdIsNeverBroken() {
    String path = "/" + "p".repeat(74);
    assertThat(Screen.wrapped("source     ", " ".repeat(11), path))
        .containsExactly("source", "     " + path);
    String longer = "/" + "p".repeat(300);
    assertThat(Screen.wrapped("it is in " + longer + ", look"))
        .containsExactly("it is in", "  " + longer + ",", "  look");
    String id = "c".repeat(128);
    assertThat(Screen.wrapped("    skipped " + id + ": gone"))
        .containsExactly("    skipped", "  " + id + ":", "      gone");
  }

  @Test
  void aQuotedPathAndACommandAreWholeWhereTheyFitALine() {
    String path = "'/srv/a folder/" + "p".repeat(60) + "'";
    assertThat(Screen.wrapped("ok    ledger              ", " ".repeat(26), path + " is there"))
        .containsExactly("ok    ledger", "    " + path, " ".repeat(26) + "is there");
    String command = "dead-letters replay --cause 'what happened'";
    assertThat(Screen.wrapped("many more words than that, then: " + "x ".repeat(10) + command))
        .containsExactly(
            "many more words than that, then: " + "x ".repeat(10) + "dead-letters",
            "  replay --cause 'what happened'");
  }

  @Test
  void textWithoutBlanksIsBroken() {
    String text = "連".repeat(200);
    assertThat(Screen.wrapped("", "", text)).hasSize(3).allMatch(line -> line.length() <= 80);
    assertThat(Screen.wrapped("", "", "x".repeat(300))).hasSize(4);
  }

  @Test
  void whatIsWrappedStaysSo() {
    for (String text : List.of("word ".repeat(60), "a /" + "p".repeat(90) + " b", "  - x")) {
      List<String> once = Screen.wrapped("    ", "      ", text);
      assertThat(once.stream().flatMap(line -> Screen.wrapped(line).stream()))
          .containsExactlyElementsOf(once);
    }
  }

  @Test
  void whereNothingFitsBesideTheBeginningTheTextComesBelowIt() {
    String begin = "x".repeat(90) + "  ";
    assertThat(Screen.wrapped(begin, "  ", "some text"))
        .containsExactly(begin.strip(), "  some text");
  }
}
