package io.connectorroutes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is promised names the tests that hold it: each of them is there. */
class PromisesTest {
  private static final Path BASE = Path.of(System.getProperty("basedir", ""));

  /** {@code SomeTest}, {@code SomeTest.method}, or {@code .method} of the class named before. */
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z]\\w*(?:Test|IT|Contract))?(?:\\.([a-z]\\w*))?`");

  @ParameterizedTest
  @ValueSource(strings = {"reliability", "security"})
  void eachTestThatIsNamedIsThere(String name) throws IOException {
    Map<String, String> tests = tests();
    List<String> absent = new ArrayList<>();
    int named = 0;
    String current = "";
    String doc = Files.readString(BASE.resolve("docs/" + name + ".md"));
    for (MatchResult match : NAMED.matcher(doc).results().toList()) {
      if (match.group(1) == null && match.group(2) == null) {
        continue;
      }
      named++;
      current = match.group(1) == null ? current : match.group(1);
      String method = match.group(2);
      String source = tests.get(current);
      if (source == null || (method != null && !source.contains(" void " + method + "("))) {
        absent.add(match.group());
      }
    }
    assertThat(absent).isEmpty();
    assertThat(named).as("tests that are named").isGreaterThan(50);
  }

  private static Map<String, String> tests() throws IOException {
    try (Stream<Path> files = Files.walk(BASE.resolve("src/test/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  PromisesTest::text,
                  String::concat));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
