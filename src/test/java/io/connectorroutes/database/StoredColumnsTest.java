package io.connectorroutes.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/security.md says of each column is of the columns that are there. */
class StoredColumnsTest {
  private static final Path BASE = Path.of(System.getProperty("basedir", ""));
  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  @Test
  void eachIsSaidToBeInClearOrIsBytesThatAreNot() throws IOException, SQLException {
    assertThat(documented()).containsExactlyInAnyOrderElementsOf(columns());
  }

  private static List<String> documented() throws IOException {
    String doc = Files.readString(BASE.resolve("docs/security.md"));
    List<String> columns = new ArrayList<>();
    doc.substring(doc.indexOf("<!-- columns: begin -->"), doc.indexOf("<!-- columns: end -->"))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|"))
        .forEach(
            cells -> {
              String table = names(cells[1]).findFirst().orElseThrow();
              names(cells[2]).forEach(name -> columns.add(table + "." + name + " is not in clear"));
              // Said of a column, in brackets, may be a key of the configuration.
              names(cells[3].replaceAll("\\([^)]*\\)", ""))
                  .forEach(name -> columns.add(table + "." + name + " is in clear"));
            });
    return columns;
  }

  private static Stream<String> names(String cell) {
    return NAME.matcher(cell).results().map(match -> match.group(1));
  }

  /** Bytes are what is encrypted, wrapped or a hash; nothing else is stored as bytes. */
  private static List<String> columns() throws IOException, SQLException {
    String script = "src/main/resources/io/connectorroutes/ledger/sqlite.sql";
    List<String> columns = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement sql = connection.createStatement()) {
      sql.executeUpdate(Files.readString(BASE.resolve(script)));
      try (ResultSet rows =
          sql.executeQuery(
              """
              SELECT t.name || '.' || c.name || CASE c.type
                WHEN 'BLOB' THEN ' is not in clear' ELSE ' is in clear' END
              FROM sqlite_schema t, pragma_table_info(t.name) c
              WHERE t.type = 'table' AND t.name <> 'sqlite_sequence'
              """)) {
        while (rows.next()) {
          columns.add(rows.getString(1));
        }
      }
    }
    return columns;
  }
}
