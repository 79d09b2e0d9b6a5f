package io.connectorroutes.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.connectorroutes.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * A ledger in an SQLite file: one connection that writes, a few that read, write-ahead log, each
 * commit synced. Several processes may have it open at once.
 */
public final class SqliteStore {
  /** How URLs of such ledgers begin; known without this class, which needs its driver and pool. */
  public static final String PREFIX = "jdbc:sqlite:";

  /** What stands beside the ledger's file, and itself. */
  private static final List<String> OWN_FILES = List.of("", "-wal", "-shm", ".lock");

  static final Duration BUSY = Duration.ofSeconds(15);
  private static final int READERS = 4;
  private static final int WRITE_CACHE_KIB = 16 * 1024;

  /** The write-ahead log begins anew after so many pages of 4 KiB: 16 MiB. */
  private static final int CHECKPOINT_PAGES = 4096;

  /** What the write-ahead log is cut back to after it had to grow beside a long reader. */
  private static final int LOG_BYTES = 16 << 20;

  private final String url;
  private final Path file;
  private final SqliteCheck check;
  private final Dialect dialect;

  public SqliteStore(String url) {
    this.url = url;
    this.file = Path.of(url.substring(PREFIX.length())).toAbsolutePath();
    this.check = new SqliteCheck(file);
    this.dialect = new SqliteDialect(file.getParent());
  }

  /**
   * Opens the file, creating and migrating it where needed; one process at a time does so.
   *
   * @param firstUse what that process does with it before others may open it
   */
  public <T> T open(Function<Database, T> firstUse) {
    try {
      for (String suffix : OWN_FILES) {
        PrivateFiles.refuseLink(file.resolveSibling(file.getFileName() + suffix));
      }
      check.refuseForeign();
      PrivateFiles.createFolder(file.getParent());
      SqliteLibrary.load(file.getParent());
      for (String suffix : OWN_FILES) {
        PrivateFiles.tighten(file.resolveSibling(file.getFileName() + suffix));
      }
      Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
      return new OpeningLock(lockFile).holding(() -> firstUse.apply(prepared()));
    } catch (IOException e) {
      throw check.cannotBeOpened(e);
    }
  }

  /**
   * Writes what is committed at one moment to a new file of mode 0600, while others may write.
   *
   * @param copy absolute; nothing may be there
   * @throws DatabaseException where it is no ledger, or the copy cannot be written
   */
  public void copyTo(Path copy) {
    try {
      check.refuseForeign();
      SqliteLibrary.load(file.getParent());
      check.refuseDamaged(url, reading());
    } catch (IOException | SQLException e) {
      throw check.cannotBeOpened(e);
    }
    SQLiteDataSource source = new SQLiteDataSource(reading());
    source.setUrl(url);
    new SqliteCopy(source).writeTo(copy);
  }

  /** Whether the file has the tables of this program; alters nothing in it. */
  public boolean isUpToDate() {
    try {
      check.refuseForeign();
      if (check.isNew()) {
        return false;
      }
      SqliteLibrary.load(file.getParent());
      check.refuseDamaged(url, reading());
    } catch (IOException | SQLException e) {
      throw check.cannotBeOpened(e);
    }
    SQLiteDataSource source = new SQLiteDataSource(reading());
    source.setUrl(url);
    return Migrations.isUpToDate(source, dialect);
  }

  private Database prepared() throws IOException {
    try {
      return migrated();
    } catch (SQLException e) {
      throw check.cannotBeOpened(e);
    }
  }

  private Database migrated() throws IOException, SQLException {
    if (check.isNew()) {
      PrivateFiles.createFile(file);
      mark();
    }
    check.refuseForeign();
    check.refuseDamaged(url, reading());
    SQLiteConfig locking = writing();
    // A transaction that reads first and writes later would fail where another writer was faster.
    locking.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    SQLiteDataSource migrating = new SQLiteDataSource(locking);
    migrating.setUrl(url);
    Migrations.migrate(migrating, dialect);
    return new Database(
        new GroupCommit(new HikariDataSource(writer())),
        new PooledConnections(new HikariDataSource(pool("ledger-read", reading(), READERS))),
        dialect);
  }

  /**
   * Before the write-ahead log is switched on: from the first byte on the file says whose it is.
   */
  private void mark() throws SQLException {
    SQLiteDataSource plain = new SQLiteDataSource();
    plain.setUrl(url);
    try (Connection connection = plain.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA application_id = " + SqliteCheck.APPLICATION_ID);
    }
  }

  private static SQLiteConfig writing() {
    SQLiteConfig config = new SQLiteConfig();
    // The pages that thousands of rows touch are written to the database once, not many times.
    config.setCacheSize(-WRITE_CACHE_KIB);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout((int) BUSY.toMillis());
    config.setJournalSizeLimit(LOG_BYTES);
    // Else each insert is followed by a query for its key, which nobody asks for.
    config.setGetGeneratedKeys(false);
    return config;
  }

  private static SQLiteConfig reading() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout((int) BUSY.toMillis());
    return config;
  }

  private HikariConfig writer() {
    HikariConfig config = pool("ledger-write", writing(), 1);
    // As text: older drivers have no name of their own for it.
    config.setConnectionInitSql("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
    return config;
  }

  private HikariConfig pool(String name, SQLiteConfig connections, int size) {
    // Else what a large sort or many savepoints hold goes to the system's temporary folder.
    connections.setTempStore(SQLiteConfig.TempStore.MEMORY);
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url);
    config.setDataSourceProperties(connections.toProperties());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(BUSY.toMillis());
    return config;
  }
}
