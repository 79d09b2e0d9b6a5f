package io.connectorroutes.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.time.Duration;
import java.util.Properties;

/** A ledger in a PostgreSQL database that several workers share. */
public final class PostgresStore {
  /** How URLs of such ledgers begin; known without this class, which needs its driver and pool. */
  public static final String PREFIX = "jdbc:postgresql:";

  /** Each is held for one short transaction; four workers leave a server of 100 some room. */
  private static final int CONNECTIONS = 16;

  /**
   * The ledger asks for few rows, many times, in the order of an index. The planner would keep a
   * plan that it made while a table was small, and read all of it when it has grown; or start other
   * processes for a query that is over before they run.
   */
  private static final String ALWAYS_BY_INDEX =
      """
      SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off;
      SET enable_mergejoin = off; SET jit = off; SET max_parallel_workers_per_gather = 0;
      """;

  /**
   * A worker that stands still keeps the others from what its transaction has locked for so long.
   */
  private static final String IDLE_IN_TRANSACTION =
      "SET idle_in_transaction_session_timeout = '60s'";

  private static final Duration CONNECT = Duration.ofSeconds(10);
  static final Duration ANSWER = Duration.ofSeconds(60);

  private final String url;
  private final String user;

  /** Null where there is a login by tokens. */
  private final String password;

  /** Null where there is a password. */
  private final TokenLogin login;

  private final Dialect dialect = new PostgresDialect();

  /** A ledger that is logged in to by a password. */
  public PostgresStore(String url, String user, String password) {
    this(url, user, password, null);
  }

  /** The same by tokens. */
  public PostgresStore(String url, String user, TokenLogin login) {
    this(url, user, null, login);
  }

  private PostgresStore(String url, String user, String password, TokenLogin login) {
    this.url = url;
    this.user = user;
    this.password = password;
    this.login = login;
  }

  /** Connects and migrates; Flyway lets one worker at a time do so. */
  public Database open() {
    HikariDataSource pool = pool();
    boolean done = false;
    try {
      Migrations.migrate(pool, dialect);
      done = true;
      Connections connections = new PooledConnections(pool);
      return new Database(new PooledTransactions(connections), connections, dialect);
    } finally {
      if (!done) {
        pool.close();
      }
    }
  }

  /** Connects, and looks whether the tables are those of this program; alters nothing. */
  public boolean isUpToDate() {
    try (HikariDataSource pool = pool()) {
      return Migrations.isUpToDate(pool, dialect);
    }
  }

  private HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setPoolName("ledger");
    if (login == null) {
      config.setJdbcUrl(url);
      config.setUsername(user);
      config.setPassword(password);
      config.setDataSourceProperties(driver());
    } else {
      config.setDataSource(new PostgresTokens(url, user, login, driver()));
    }
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT.toMillis());
    config.setConnectionInitSql(ALWAYS_BY_INDEX + IDLE_IN_TRANSACTION);
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw new DatabaseUnavailableException(
          "the database of ledger.url cannot be reached: " + e.getCause().getMessage(), e);
    }
  }

  private static Properties driver() {
    Properties driver = new Properties();
    // Without these a network that swallows packets would hold a worker for ever.
    driver.setProperty("connectTimeout", String.valueOf(CONNECT.toSeconds()));
    driver.setProperty("socketTimeout", String.valueOf(ANSWER.toSeconds()));
    driver.setProperty("tcpKeepAlive", "true");
    driver.setProperty("reWriteBatchedInserts", "true");
    return driver;
  }
}
