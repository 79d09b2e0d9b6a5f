package io.connectorroutes.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long transactions wait while another connection holds SQLite's write lock. */
class LockWaitTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @TempDir Path folder;

  /** It goes on only at a test's word. */
  private final AtomicLong now = new AtomicLong();

  /** How often it was looked at: once for each try, and once before. */
  private final AtomicInteger looks = new AtomicInteger();

  private final LockWait wait =
      new LockWait(
          () -> {
            looks.incrementAndGet();
            return now.get();
          });

  private String url;
  private Connection other;

  /** Whose connection it is. */
  enum Owner {
    OURS {
      @Override
      GroupCommit on(HikariDataSource pool, LockWait wait) {
        return new GroupCommit(new PooledConnections(pool), SqliteTransaction.ByDriver::new, wait);
      }
    },
    THE_HOSTS {
      @Override
      GroupCommit on(HikariDataSource pool, LockWait wait) {
        return new GroupCommit(
            new BorrowedConnections(pool, new SqliteSession()),
            SqliteTransaction.ByStatement::new,
            wait);
      }
    };

    abstract GroupCommit on(HikariDataSource pool, LockWait wait);
  }

  @BeforeEach
  void aTable() throws SQLException {
    url = "jdbc:sqlite:" + folder.resolve("ledger.db");
    other = DriverManager.getConnection(url);
    execute("PRAGMA journal_mode = WAL");
    execute("CREATE TABLE numbering (id INTEGER PRIMARY KEY, last INTEGER)");
    execute("INSERT INTO numbering VALUES (1, 0)");
  }

  @AfterEach
  void close() throws SQLException {
    other.close();
  }

  @ParameterizedTest
  @EnumSource
  void aLockThatIsHeldTooLongMeansAway(Owner owner) throws Exception {
    try (HikariDataSource pool = pool();
        GroupCommit writes = owner.on(pool, wait)) {
      execute("BEGIN EXCLUSIVE");
      CompletableFuture<Integer> write = begin(writes);
      awaitTries(write);
      pass(SqliteStore.BUSY.minusSeconds(1));
      awaitTries(write);
      pass(Duration.ofSeconds(1));
      assertAway(write);

      execute("ROLLBACK");
      assertThat(writes.write(LockWaitTest::count)).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLockThatIsGivenUpIsHad(Owner owner) throws Exception {
    try (HikariDataSource pool = pool();
        GroupCommit writes = owner.on(pool, wait)) {
      execute("BEGIN EXCLUSIVE");
      CompletableFuture<Integer> write = begin(writes);
      awaitTries(write);
      execute("UPDATE numbering SET last = 10");
      execute("COMMIT");
      assertThat(write.get(2, TimeUnit.MINUTES)).as("behind what was committed").isEqualTo(11);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoIsToEndWaitsForALockThatIsHeldForGoodOnceAndNotWithEachTransaction(Owner owner)
      throws Exception {
    try (HikariDataSource pool = pool();
        GroupCommit writes = owner.on(pool, wait)) {
      execute("BEGIN EXCLUSIVE");
      CompletableFuture<Integer> first = begin(writes);
      awaitTries(first);
      writes.endSoon(true);
      pass(LockWait.AT_THE_END.minusSeconds(1));
      awaitTries(first);
      pass(Duration.ofSeconds(1));
      assertAway(first);
      assertAway(begin(writes));
      assertAway(begin(writes));

      execute("ROLLBACK");
      assertThat(writes.write(LockWaitTest::count)).isOne();
      execute("BEGIN EXCLUSIVE");
      CompletableFuture<Integer> late = begin(writes);
      awaitTries(late);
      pass(LockWait.AT_THE_END.minusSeconds(1));
      awaitTries(late);
      execute("ROLLBACK");
      assertThat(late.get(2, TimeUnit.MINUTES)).as("the lock comes and goes").isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void withNothingInFlightItHardlyWaits(Owner owner) throws Exception {
    try (HikariDataSource pool = pool();
        GroupCommit writes = owner.on(pool, wait)) {
      execute("BEGIN EXCLUSIVE");
      CompletableFuture<Integer> write = begin(writes);
      awaitTries(write);
      writes.endSoon(false);
      awaitTries(write);
      pass(LockWait.WITH_NOTHING_IN_FLIGHT);
      assertAway(write);

      writes.endSoon(true);
      execute("ROLLBACK");
      assertThat(writes.write(LockWaitTest::count)).isOne();
      execute("BEGIN EXCLUSIVE");
      CompletableFuture<Integer> answered = begin(writes);
      pass(LockWait.WITH_NOTHING_IN_FLIGHT);
      awaitTries(answered);
      execute("ROLLBACK");
      assertThat(answered.get(2, TimeUnit.MINUTES)).isEqualTo(2);
    }
  }

  private HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(1);
    return new HikariDataSource(config);
  }

  private static CompletableFuture<Integer> begin(GroupCommit writes) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return writes.write(LockWaitTest::count);
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static int count(Sql sql) throws SQLException {
    return sql.first(
            "UPDATE numbering SET last = last + 1 WHERE id = 1 RETURNING last AS n",
            row -> row.count("n"))
        .orElseThrow();
  }

  /** Waits until it has tried a few times more. */
  private void awaitTries(CompletableFuture<Integer> write) {
    int before = looks.get();
    Awaitility.await().atMost(TIMEOUT).until(() -> write.isDone() || looks.get() > before + 2);
    assertThat(write).isNotDone();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private void assertAway(CompletableFuture<Integer> write) {
    assertThat(write)
        .failsWithin(TIMEOUT)
        .withThrowableOfType(ExecutionException.class)
        .havingRootCause()
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(new SqliteDialect(folder).isAway(e)).isTrue());
  }

  private void execute(String statement) throws SQLException {
    try (Statement sql = other.createStatement()) {
      sql.execute(statement);
    }
  }
}
