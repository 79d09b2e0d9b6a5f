package io.connectorroutes.database;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** SQLite: one writer at a time by its transactions, so that no row needs a lock. */
public final class SqliteDialect implements Dialect {
  private static final Set<Integer> AWAY =
      Set.of(
          SQLiteErrorCode.SQLITE_BUSY.code,
          SQLiteErrorCode.SQLITE_LOCKED.code,
          SQLiteErrorCode.SQLITE_IOERR.code,
          SQLiteErrorCode.SQLITE_FULL.code,
          SQLiteErrorCode.SQLITE_CANTOPEN.code,
          SQLiteErrorCode.SQLITE_READONLY.code,
          SQLiteErrorCode.SQLITE_CORRUPT.code,
          SQLiteErrorCode.SQLITE_NOTADB.code);

  private final Path folder;

  /** For a ledger in that folder. */
  public SqliteDialect(Path folder) {
    this.folder = folder;
  }

  @Override
  public String forUpdate() {
    return "";
  }

  @Override
  public String oneAtATime(long lock) {
    return "";
  }

  @Override
  public String skipLocked() {
    return "";
  }

  /** It knows no LATERAL. */
  @Override
  public String joinFirst(String columns, String table, String query) {
    return " JOIN "
        + table
        + " found ON found.rowid = (SELECT t.rowid FROM "
        + table
        + " t WHERE "
        + query
        + " LIMIT 1)";
  }

  @Override
  public Optional<String> writersOf(String table) {
    return Optional.empty();
  }

  @Override
  public List<String> renamedKey(String table, String key) {
    return List.of();
  }

  @Override
  public String schemaScript() {
    return "sqlite.sql";
  }

  @Override
  public Map<String, String> types() {
    return Map.of("identity", "INTEGER PRIMARY KEY AUTOINCREMENT", "bytes", "BLOB");
  }

  @Override
  public boolean isAway(SQLException error) {
    // The low byte is the primary code of an extended one.
    return error instanceof SQLTransientException || AWAY.contains(error.getErrorCode() & 0xff);
  }

  @Override
  public Optional<String> fullDisk(SQLException error) {
    return isDiskFull(error) ? Optional.of(folder.toString()) : Optional.empty();
  }

  @Override
  public Optional<String> advice(SQLException error) {
    return Dialect.super
        .advice(error)
        .or(() -> isReadOnly(error) ? Optional.of(notWritable()) : Optional.empty());
  }

  private String notWritable() {
    return "the ledger in "
        + folder
        + " cannot be written to: "
        + SqliteCheck.wrongWith(folder)
            .orElse(
                "its files are read-only; the user that this program runs as must own them, and may"
                    + " not be kept from writing them");
  }

  private static boolean isReadOnly(SQLException error) {
    return (error.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_READONLY.code;
  }

  /** Whether another connection holds the lock that is asked for. */
  static boolean isBusy(SQLException error) {
    return (error.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
  }

  /** The index of the write-ahead log cannot grow either, and that has a code of its own. */
  static boolean isDiskFull(SQLException error) {
    return (error.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_FULL.code
        || (error instanceof SQLiteException failure
            && failure.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE);
  }

  @Override
  public void eraseDeleted(Sql sql) throws SQLException {
    sql.exists("PRAGMA secure_delete = ON");
  }

  @Override
  public void eraseLog(Sql sql) throws SQLException {
    sql.exists("PRAGMA wal_checkpoint(TRUNCATE)");
  }
}
