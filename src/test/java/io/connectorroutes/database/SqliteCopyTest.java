package io.connectorroutes.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.database.SqliteCopy.Linking;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sqlite.SQLiteDataSource;

/** How a copy gets its name, on file systems with links and without. */
class SqliteCopyTest {
  @TempDir Path folder;

  private final SQLiteDataSource source = new SQLiteDataSource();

  @BeforeEach
  void aDatabase() throws SQLException {
    source.setUrl("jdbc:sqlite:" + folder.resolve("ledger.db"));
    execute(source, "CREATE TABLE recipe (id INTEGER)", "INSERT INTO recipe VALUES (7)");
  }

  static List<Linking> linking() {
    return List.of(
        Files::createLink,
        (name, file) -> {
          throw new FileSystemException(file.toString(), name.toString(), "not permitted");
        },
        (name, file) -> {
          throw new UnsupportedOperationException();
        });
  }

  @ParameterizedTest
  @MethodSource("linking")
  void aCopyAppearsWholeAndForItsOwnerAlone(Linking linking) throws Exception {
    Path copy = folder.resolve("copy.db");
    new SqliteCopy(source, linking).writeTo(copy);
    SQLiteDataSource copied = new SQLiteDataSource();
    copied.setUrl("jdbc:sqlite:" + copy);
    try (Connection connection = copied.getConnection();
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery("SELECT id FROM recipe")) {
      assertThat(row.getInt(1)).isEqualTo(7);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-------");
    assertThat(names()).containsExactly("copy.db", "ledger.db");
  }

  @ParameterizedTest
  @MethodSource("linking")
  void aFileThatWasMadeMeanwhileStaysAsItIs(Linking linking) throws Exception {
    Path copy = folder.resolve("copy.db");
    Linking beaten =
        (name, file) -> {
          Files.writeString(copy, "theirs");
          linking.link(name, file);
        };
    assertThatThrownBy(() -> new SqliteCopy(source, beaten).writeTo(copy))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("never written over a file");
    assertThat(copy).hasContent("theirs");
    assertThat(names()).containsExactly("copy.db", "ledger.db");
  }

  @Test
  void aNameThatWasTakenInVainIsGivenBack() throws Exception {
    Path copy = folder.resolve("copy.db");
    Linking loses =
        (name, file) -> {
          Files.delete(file);
          throw new FileSystemException(file.toString());
        };
    assertThatThrownBy(() -> new SqliteCopy(source, loses).writeTo(copy))
        .isInstanceOf(DatabaseException.class);
    assertThat(names()).containsExactly("ledger.db");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void execute(SQLiteDataSource source, String... statements) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement sql = connection.createStatement()) {
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }
}
