package io.connectorroutes.database;

import io.connectorroutes.files.FileErrors;
import io.connectorroutes.files.FolderProblems;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/** Whether a file may be used as a ledger. Nothing here alters it. */
final class SqliteCheck {
  /** Marks the file as ours, in bytes 68 to 71 of its header; the letters "CRML". */
  static final int APPLICATION_ID = 0x43524d4c;

  private static final int HEADER_BYTES = 100;
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final Set<Integer> DAMAGED =
      Set.of(SQLiteErrorCode.SQLITE_CORRUPT.code, SQLiteErrorCode.SQLITE_NOTADB.code);

  private final Path file;

  SqliteCheck(Path file) {
    this.file = file;
  }

  boolean isNew() throws IOException {
    return !Files.exists(file) || Files.size(file) == 0;
  }

  /** Looks at the bytes only, so that a file of somebody else is not touched. */
  void refuseForeign() throws IOException {
    if (isNew()) {
      return;
    }
    byte[] header = new byte[HEADER_BYTES];
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      int read = in.readNBytes(header, 0, HEADER_BYTES);
      if (read < HEADER_BYTES || !Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
        throw new DatabaseException(
            file + " is not an SQLite database; give another file in ledger.url");
      }
    }
    if (ByteBuffer.wrap(header).getInt(68) != APPLICATION_ID) {
      throw new DatabaseException(
          file + " is a database of another program; give another file in ledger.url");
    }
  }

  /**
   * Looks where each table begins. Not at every page: that would take long on a large file, and
   * what is damaged there shows when it is read.
   */
  void refuseDamaged(String url, SQLiteConfig config) throws SQLException {
    SQLiteDataSource plain = new SQLiteDataSource(config);
    plain.setUrl(url);
    try (Connection connection = plain.getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : tables(statement)) {
        statement.executeQuery("SELECT 1 FROM \"" + table + "\" NOT INDEXED LIMIT 1").close();
      }
    } catch (SQLException e) {
      if (DAMAGED.contains(e.getErrorCode() & 0xff)) {
        throw new DatabaseException(
            file
                + " is damaged ("
                + e.getMessage()
                + "): put back its last backup, or move it away to begin with an empty ledger",
            e);
      }
      throw e;
    }
  }

  /** Why it cannot be opened, and what to do, in a line. */
  DatabaseException cannotBeOpened(Exception e) {
    return new DatabaseException(
        "the ledger's file " + file + " cannot be opened: " + reasonAndRemedy(e), e);
  }

  private String reasonAndRemedy(Exception e) {
    Path folder = file.getParent();
    if (isDiskFull(e)) {
      return "its disk is full; make room in " + folder;
    }
    if (e instanceof SQLException failure && SqliteDialect.isBusy(failure)) {
      return "another process has locked it; wait until it is done, or end it";
    }
    Optional<String> wrong = wrongWith(folder);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    String reason = e instanceof IOException failure ? FileErrors.reason(failure) : e.getMessage();
    return reason + "; the user that this program runs as must own its folder";
  }

  /** Why a ledger in that folder cannot be written to, and what to do; empty where it can be. */
  static Optional<String> wrongWith(Path folder) {
    return isReadOnly(folder)
        ? Optional.of(
            "its file system is read-only; mount it for writing, which SQLite needs to read, too")
        : FolderProblems.of(folder, Path::toString)
            .map(
                wrong ->
                    wrong
                        + "; give a file in a folder that this user can read and write in"
                        + " ledger.url");
  }

  private static boolean isDiskFull(Exception e) {
    return e instanceof SQLException failure
        ? SqliteDialect.isDiskFull(failure)
        : e instanceof IOException file && FileErrors.isDiskFull(file);
  }

  private static boolean isReadOnly(Path folder) {
    try {
      return Files.getFileStore(folder).isReadOnly();
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }
}
