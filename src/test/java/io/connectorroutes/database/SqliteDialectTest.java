package io.connectorroutes.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What a person is told of SQLite's errors. */
class SqliteDialectTest {
  private static final String WRITE = "UPDATE numbering SET last = last + 1 WHERE id = 4";

  @TempDir Path folder;

  @Test
  void aLedgerThatCannotBeWrittenToIsNamedWithWhatToDoAndWithoutSqlitesWords() {
    Path data = folder.resolve("data");
    SqliteStore store = new SqliteStore("jdbc:sqlite:" + data.resolve("ledger.db"));
    try (Database database = store.open(opened -> opened)) {
      assertThatThrownBy(
              () ->
                  database.write(
                      sql -> {
                        sql.update("PRAGMA query_only = ON");
                        return sql.update(WRITE);
                      }))
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessage(
              "the ledger in "
                  + data
                  + " cannot be written to: its files are read-only; the user that this program"
                  + " runs as must own them, and may not be kept from writing them");
    }
  }

  @Test
  void ofItsFolderTheSameIsSaidAsWhenItIsOpened() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    SQLException error =
        new SQLiteException(
            "[SQLITE_READONLY_DIRECTORY] Process does not have permission",
            SQLiteErrorCode.SQLITE_READONLY_DIRECTORY);

    assertThat(new SqliteDialect(file).advice(error))
        .contains(
            "the ledger in "
                + file
                + " cannot be written to: "
                + file
                + " is no folder; give a file in a folder that this user can read and write in"
                + " ledger.url");
    SQLException busy = new SQLiteException("busy", SQLiteErrorCode.SQLITE_BUSY);
    assertThat(new SqliteDialect(folder).advice(busy)).isEmpty();
  }
}
