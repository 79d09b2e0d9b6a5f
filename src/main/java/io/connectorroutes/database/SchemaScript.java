package io.connectorroutes.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All migrations of a database as one script, which a person can run as well: sections that begin
 * with a line {@code -- version N} and end with the row of the history, behind one {@code --
 * history} that creates the history. Nothing but comments has {@code --}, and each statement ends
 * with a line.
 */
final class SchemaScript {
  private static final Pattern SECTION =
      Pattern.compile("^-- (history|version (\\S+)|end)$", Pattern.MULTILINE);

  private static final Pattern CREATED =
      Pattern.compile("^(?:CREATE (?:UNIQUE )?(?:TABLE|INDEX)|ALTER TABLE \\w+ RENAME TO) (\\w+)");

  private final String text;

  private SchemaScript(String text) {
    this.text = text;
  }

  /** A part of the script; the version is empty for the one that creates the history. */
  record Section(String version, List<String> statements) {
    /** The names that it gives to tables and indexes. */
    List<String> names() {
      return statements.stream()
          .flatMap(statement -> CREATED.matcher(statement).results())
          .map(created -> created.group(1))
          .toList();
    }
  }

  /** The script of that name, such as {@code sqlite.sql}. */
  static SchemaScript of(String name) {
    try (InputStream in =
        SchemaScript.class.getResourceAsStream("/io/connectorroutes/ledger/" + name)) {
      return new SchemaScript(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In the order in which they are to be run. */
  List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    Matcher begins = SECTION.matcher(text);
    begins.find();
    while (!begins.group(1).equals("end")) {
      String version = begins.group(2) == null ? "" : begins.group(2);
      int from = begins.end();
      begins.find();
      sections.add(new Section(version, statements(text.substring(from, begins.start()))));
    }
    return sections;
  }

  /** Of all migrations, in the order in which they are done. */
  List<String> versions() {
    return SECTION
        .matcher(text)
        .results()
        .map(begin -> begin.group(2))
        .filter(Objects::nonNull)
        .toList();
  }

  private static List<String> statements(String section) {
    String plain = section.replaceAll("--.*", "");
    return Pattern.compile(";\\s*(\\n|$)")
        .splitAsStream(plain)
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }
}
