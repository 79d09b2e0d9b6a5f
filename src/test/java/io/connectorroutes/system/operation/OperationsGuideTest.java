package io.connectorroutes.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/operations.md has what to do about each alert, and about each warning by its text. */
class OperationsGuideTest {
  /** What is logged or handed on to be logged; the text is the first or the second argument. */
  private static final Pattern LOGGED =
      Pattern.compile(
          "\\b(?:LOG|log)\\s*\\.(?:warn|error)\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*\\+?\\s*)+)");

  private static final Pattern FAILED =
      Pattern.compile("(?s)\\bfailures\\s*\\.failed\\(\\s*[\\w.\"]+\\s*,(.+?)\\)\\s*[;,]");

  private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");
  private static final String ANY = "…";

  private static String guide;
  private static String sources;
  private static final List<String> LOGGED_TEXTS = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    guide = Files.readString(Path.of("docs/operations.md"));
    StringBuilder all = new StringBuilder();
    for (Path file : productFiles()) {
      String source = Files.readString(file);
      // Texts that go on in a further line are one.
      all.append(source.replaceAll("\"\\s*\\+\\s*\"", "")).append('\n');
      texts(LOGGED, source, "").forEach(LOGGED_TEXTS::add);
      texts(FAILED, source, ANY).forEach(LOGGED_TEXTS::add);
    }
    sources = all.toString();
  }

  @Test
  void eachAlertHasWhatToDo() throws IOException {
    Matcher alert =
        Pattern.compile("alert: (\\w+)")
            .matcher(Files.readString(Path.of("ops/prometheus-rules.yml")));
    List<String> names = new ArrayList<>();
    while (alert.find()) {
      names.add(alert.group(1));
    }

    assertThat(names).isNotEmpty();
    assertThat(rows("Alerts")).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void eachWarningHasWhatToDo() {
    assertThat(LOGGED_TEXTS).hasSizeGreaterThan(20);
    assertThat(rows("Warnings")).containsAll(LOGGED_TEXTS);
  }

  @Test
  void eachWarningOfTheGuideIsOneOfTheProgram() {
    for (String text : rows("Warnings")) {
      for (String part : text.split(ANY, -1)) {
        assertThat(sources.contains(part.strip())).as(text).isTrue();
      }
    }
  }

  private static List<String> rows(String section) {
    int begin = guide.indexOf("\n## " + section + "\n");
    assertThat(begin).as(section).isPositive();
    Matcher row = ROW.matcher(guide.substring(begin, guide.indexOf("\n## ", begin + 1)));
    List<String> rows = new ArrayList<>();
    while (row.find()) {
      rows.add(row.group(1));
    }
    return rows;
  }

  private static List<Path> productFiles() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          // The sandbox is no part of a run.
          .filter(file -> !file.toString().contains("/sandbox/"))
          .sorted()
          .toList();
    }
  }

  /** What is logged, without texts that are nothing but places for others. */
  private static Stream<String> texts(Pattern calls, String source, String between) {
    List<String> texts = new ArrayList<>();
    Matcher call = calls.matcher(source);
    while (call.find()) {
      String text = text(call.group(1), between);
      if (text.replaceAll("[^a-z]", "").length() > "since".length()) {
        texts.add(text);
      }
    }
    return texts.stream();
  }

  /** The literals of an expression in one, each place of another value as {@link #ANY}. */
  private static String text(String expression, String between) {
    String joined = expression.replaceAll("\"\\s*\\+\\s*\"", "").strip();
    StringBuilder text = new StringBuilder();
    Matcher literal = TEXT.matcher(joined);
    int end = 0;
    while (literal.find()) {
      text.append(joined.substring(end, literal.start()).isBlank() ? "" : between);
      text.append(literal.group(1).replace("{}", ANY).replace(ANY + ANY, ANY));
      end = literal.end();
    }
    return text + (joined.substring(end).isBlank() ? "" : between);
  }
}
