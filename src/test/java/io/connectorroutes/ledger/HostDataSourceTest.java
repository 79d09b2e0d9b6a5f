package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.message;
import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.database.DatabaseException;
import io.connectorroutes.testing.SettableClock;
import io.connectorroutes.testing.SharedPostgres;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A ledger in the database of another application, by its DataSource. */
@OnBothDatabases
class HostDataSourceTest {
  /** How often it is killed while it migrates, at equal distances. */
  private static final int KILLS = 6;

  static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  @Parameter LedgerDatabase database;

  @TempDir Path folder;

  private final List<HikariDataSource> pools = new ArrayList<>();
  private final SettableClock clock = new SettableClock();
  private String url;

  @BeforeEach
  void aDatabaseOfAHost() throws Exception {
    url =
        isSqlite()
            ? "jdbc:sqlite:" + folder.resolve("host.db") + "?journal_mode=WAL"
            : SharedPostgres.emptyDatabase("host");
    Path migrations = Files.createDirectories(folder.resolve("migrations"));
    Files.writeString(migrations.resolve("V1__recipes.sql"), "CREATE TABLE recipe (id INTEGER);");
    hostMigrates();
  }

  @AfterEach
  void closePools() {
    pools.forEach(HikariDataSource::close);
  }

  private boolean isSqlite() {
    return database == LedgerDatabase.SQLITE;
  }

  /** By a Flyway of its own, with all its defaults. */
  private void hostMigrates() {
    Flyway.configure()
        .dataSource(url, isSqlite() ? null : SharedPostgres.USER, SharedPostgres.USER)
        .locations("filesystem:" + folder.resolve("migrations"))
        .load()
        .migrate();
  }

  private HikariDataSource pool(Consumer<HikariConfig> settings) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    if (!isSqlite()) {
      config.setUsername(SharedPostgres.USER);
      config.setPassword(SharedPostgres.USER);
    }
    settings.accept(config);
    HikariDataSource pool = new HikariDataSource(config);
    pools.add(pool);
    return pool;
  }

  private HikariDataSource pool() {
    return pool(
        config -> {
          config.setMaximumPoolSize(2);
          if (isSqlite()) {
            config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
          }
        });
  }

  private LedgerSettings settings(DataSource source, boolean migrate) {
    return new LedgerSettings(
            null,
            null,
            null,
            isSqlite() ? null : KEY,
            folder.resolve("data/ledger.key"),
            LedgerDatabase.LEASE)
        .withDataSource(source, migrate);
  }

  private Ledger open(DataSource source) {
    return Ledgers.open(settings(source, true), clock);
  }

  private static List<String> texts(DataSource source, String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = source.getConnection();
        Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  private static void execute(DataSource source, String... statements) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement sql = connection.createStatement()) {
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }

  /** All that is there, by name. */
  private List<String> tables(DataSource source) throws SQLException {
    return texts(
        source,
        isSqlite()
            ? "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' ORDER BY name"
            : "SELECT n.nspname || '.' || c.relname FROM pg_class c"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname IN ('public', 'connector_routes') ORDER BY 1");
  }

  /** One change goes all the way. */
  private void deliverOne(Ledger ledger, String changeId) {
    ledger.recorder().recordMessage("queue:q", message(update(changeId, changeId)));
    Claimed<List<String>> claimed =
        ledger.deliveries().claim("run:1", 20, Plans.first("PATCH")).orElseThrow();
    assertThat(claimed.request()).containsExactly(changeId);
    assertThat(ledger.deliveries().settle(claimed, Plans.result(claimed, Outcome.APPLIED)))
        .isTrue();
    assertThat(ledger.problem()).isEmpty();
  }

  // ---- beside the host's own

  @Test
  void theTablesAndTheFlywayOfTheHostStayAsTheyAre() throws Exception {
    HikariDataSource pool = pool();
    if (!isSqlite()) {
      execute(
          pool,
          "CREATE TABLE job (title TEXT)",
          "INSERT INTO job VALUES ('cook')",
          "CREATE TABLE change (id INTEGER)",
          "CREATE TABLE connector_routes_history (id INTEGER)");
    }
    List<String> before = tables(pool);
    List<String> history = texts(pool, "SELECT script FROM flyway_schema_history");
    try (Ledger ledger = open(pool)) {
      deliverOne(ledger, "a");
    }
    try (Ledger ledger = open(pool)) {
      deliverOne(ledger, "b");
      assertThat(ledger.outbox().outcomes(10)).hasSize(2);
    }
    assertThat(pool.isClosed()).as("the pool is the host's").isFalse();
    assertThat(tables(pool)).containsAll(before).hasSizeGreaterThan(before.size() + 20);
    assertThat(texts(pool, "SELECT script FROM flyway_schema_history")).isEqualTo(history);
    if (!isSqlite()) {
      assertThat(tables(pool).stream().filter(name -> name.startsWith("public.")).toList())
          .isEqualTo(before);
      assertThat(texts(pool, "SELECT title FROM job")).containsExactly("cook");
    }
    Files.writeString(
        folder.resolve("migrations/V2__more.sql"), "ALTER TABLE recipe ADD COLUMN name TEXT;");
    hostMigrates();
    assertThat(texts(pool, "SELECT script FROM flyway_schema_history"))
        .containsExactly("V1__recipes.sql", "V2__more.sql");
    open(pool).close();
  }

  @Test
  void aTableOfTheHostThatIsInTheWayIsNamedAndNothingIsDone() throws Exception {
    HikariDataSource pool = pool();
    if (isSqlite()) {
      execute(pool, "CREATE TABLE job (title TEXT)");
    } else {
      execute(pool, "CREATE SCHEMA connector_routes", "CREATE TABLE connector_routes.job (n INT)");
    }
    List<String> before = tables(pool);
    assertThatThrownBy(() -> open(pool))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("has a table or index job that is not ours")
        .hasMessageNotContaining("\n");
    assertThat(tables(pool)).isEqualTo(before);
  }

  @Test
  void namesThatTablesGetLaterAndNamesInOtherLettersAreInTheWayAsWell() throws Exception {
    if (isSqlite()) {
      HikariDataSource pool = pool();
      for (String name : List.of("Accepted", "JOB", "subscriber", "publisher")) {
        execute(pool, "CREATE TABLE " + name + " (id INTEGER)");
        List<String> before = tables(pool);
        assertThatThrownBy(() -> open(pool))
            .hasMessageContaining("has a table or index " + name.toLowerCase(Locale.ROOT) + " ");
        assertThat(tables(pool)).isEqualTo(before);
        execute(pool, "DROP TABLE " + name);
      }
      open(pool).close();
    }
  }

  /** As a version of before would have left it, that had no subscribers. */
  @Test
  void aTableOfTheHostThatIsInTheWayOfANewerVersionIsNamed() throws Exception {
    HikariDataSource pool = pool();
    open(pool).close();
    String schema = isSqlite() ? "" : "connector_routes.";
    execute(
        pool,
        "DELETE FROM " + schema + "connector_routes_history WHERE version = '19'",
        "DROP TABLE " + schema + "subscriber",
        "CREATE TABLE subscriber (magazine TEXT)");
    if (isSqlite()) {
      assertThatThrownBy(() -> open(pool))
          .hasMessageContaining("has a table or index subscriber that is not ours");
      execute(pool, "DROP TABLE subscriber");
    }
    try (Ledger ledger = open(pool)) {
      deliverOne(ledger, "a");
    }
  }

  @Test
  void anEmptySchemaThatAnAdministratorMadeIsUsed() throws Exception {
    HikariDataSource pool = pool();
    if (!isSqlite()) {
      execute(pool, "CREATE SCHEMA connector_routes");
    }
    try (Ledger ledger = open(pool)) {
      deliverOne(ledger, "a");
    }
  }

  @Test
  void whereTheUrlOfTheLedgerIsThatOfTheHostItIsStillRefused() throws Exception {
    List<String> before = tables(pool());
    LedgerSettings byUrl =
        new LedgerSettings(
            isSqlite() ? "jdbc:sqlite:" + folder.resolve("host.db") : url,
            SharedPostgres.USER,
            SharedPostgres.USER,
            KEY,
            null,
            LedgerDatabase.LEASE);
    assertThatThrownBy(() -> Ledgers.open(byUrl, clock)).isInstanceOf(DatabaseException.class);
    assertThat(tables(pool())).isEqualTo(before);
  }

  // ---- the schema

  private String[] script() throws Exception {
    String script =
        new String(
            getClass()
                .getResourceAsStream(
                    "/io/connectorroutes/ledger/" + (isSqlite() ? "sqlite.sql" : "postgresql.sql"))
                .readAllBytes(),
            StandardCharsets.UTF_8);
    return Pattern.compile(";\\s*\n")
        .splitAsStream(script.replaceAll("--.*", ""))
        .toArray(String[]::new);
  }

  @Test
  void withoutMigrationTheTablesAreToBeThere() throws Exception {
    HikariDataSource pool = pool();
    List<String> before = tables(pool);
    LedgerSettings settings = settings(pool, false);
    assertThatThrownBy(() -> Ledgers.open(settings, clock))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("connector-routes.migrate=false: run ")
        .hasMessageContaining("from its line \"-- history\" on");
    assertThat(tables(pool)).isEqualTo(before);

    execute(pool, script());
    try (Ledger ledger = Ledgers.open(settings, clock)) {
      deliverOne(ledger, "a");
    }
    open(pool).close();
    String history = (isSqlite() ? "" : "connector_routes.") + "connector_routes_history";
    execute(pool, "DELETE FROM " + history + " WHERE version = '19'");
    assertThatThrownBy(() -> Ledgers.open(settings, clock))
        .hasMessageContaining("from its line \"-- version 19\" on");
    execute(
        pool,
        "INSERT INTO "
            + history
            + " SELECT 999, '999', 'later', type, 'V999__later.sql', 1, installed_by, installed_on,"
            + " 1, success FROM "
            + history
            + " WHERE version = '1'");
    for (boolean migrate : List.of(true, false)) {
      assertThatThrownBy(() -> Ledgers.open(settings(pool, migrate), clock))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("schema version 999");
    }
  }

  @Test
  void whoIsKilledWhileItMigratesHasDoneNothing() throws Exception {
    HikariDataSource pool = pool();
    List<String> before = tables(pool);
    int statements = script().length;
    assertThat(statements).as("it has many statements").isGreaterThan(100);
    for (int step = 1; step <= KILLS; step++) {
      int done = statements * step / KILLS;
      assertThat(isKilledAfter(pool, done)).as("killed after %s statements", done).isTrue();
      assertThat(tables(pool)).as("after %s statements", done).isEqualTo(before);
    }
    try (Ledger ledger = open(pool)) {
      deliverOne(ledger, "a");
    }
  }

  private boolean isKilledAfter(DataSource source, int statements) {
    AtomicInteger left = new AtomicInteger(statements);
    DataSource failing =
        proxy(
            DataSource.class,
            source,
            () -> {
              if (left.getAndDecrement() == 0) {
                throw new SQLException("killed");
              }
            });
    try {
      open(failing).close();
      return false;
    } catch (RuntimeException e) {
      assertThat(e).hasMessageContaining("killed");
      return true;
    }
  }

  /** What is done before each execution of a statement. */
  @FunctionalInterface
  private interface Before {
    void run() throws SQLException;
  }

  private static <T> T proxy(Class<T> type, Object target, Before before) {
    return type.cast(
        Proxy.newProxyInstance(
            HostDataSourceTest.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (method.getName().startsWith("execute")) {
                before.run();
              }
              Object result = called(method, target, arguments);
              Class<?> given = method.getReturnType();
              return given == Connection.class || Statement.class.isAssignableFrom(given)
                  ? proxy(given, result, before)
                  : result;
            }));
  }

  @Test
  void twoProcessesThatOpenItFirstAtTheSameTimeHaveOneLedger() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Ledger>> both = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        HikariDataSource pool = pool();
        both.add(threads.submit(() -> open(pool)));
      }
      for (int i = 0; i < 2; i++) {
        try (Ledger ledger = both.get(i).get()) {
          deliverOne(ledger, "c" + i);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  // ---- its connections

  @Test
  void aSmallPoolIsEnoughForManyThreads() throws Exception {
    int workers = 8;
    int each = 10;
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    try (Ledger ledger = open(pool())) {
      List<Future<Integer>> delivering = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        String account = "contoso/app" + i;
        String name = "c" + i + "-";
        for (int j = 0; j < each; j++) {
          ledger.recorder().recordMessage("queue:q", row(0, update(name + j, name), null, account));
        }
        delivering.add(threads.submit(() -> deliverAll(ledger)));
      }
      int delivered = 0;
      for (Future<Integer> one : delivering) {
        delivered += one.get();
      }
      assertThat(delivered + deliverAll(ledger)).isEqualTo(workers * each);
    } finally {
      threads.shutdownNow();
    }
  }

  private static int deliverAll(Ledger ledger) {
    int delivered = 0;
    for (var claimed = ledger.deliveries().claim("run:1", 20, Plans.first("PATCH"));
        claimed.isPresent();
        claimed = ledger.deliveries().claim("run:1", 20, Plans.first("PATCH"))) {
      ledger.deliveries().settle(claimed.get(), Plans.result(claimed.get(), Outcome.APPLIED));
      delivered++;
    }
    return delivered;
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "60000"})
  void aPoolOfAnySettingsWillDo(String busyTimeout) throws Exception {
    HikariDataSource odd =
        pool(
            config -> {
              config.setMaximumPoolSize(1);
              config.setAutoCommit(false);
              config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
              config.setReadOnly(!isSqlite());
              if (isSqlite()) {
                config.addDataSourceProperty("synchronous", "OFF");
                config.addDataSourceProperty("busy_timeout", busyTimeout);
                config.addDataSourceProperty("foreign_keys", "true");
              }
            });
    List<String> before = state(odd);
    HikariDataSource writing = pool();
    try (Ledger ledger = open(odd)) {
      deliverOne(ledger, "a");
      assertThat(state(odd)).as("given back as it was").isEqualTo(before);
      String schema = isSqlite() ? "" : "connector_routes.";
      execute(writing, "ALTER TABLE " + schema + "change RENAME TO gone");
      assertThatThrownBy(() -> deliverOne(ledger, "b")).isInstanceOf(DatabaseException.class);
      execute(writing, "ALTER TABLE " + schema + "gone RENAME TO change");
      deliverOne(ledger, "c");
      assertThat(state(odd)).as("after a failure as well").isEqualTo(before);
    }
    assertThat(state(odd)).isEqualTo(before);
  }

  /** Such a DataSource resets nothing, as pools do. */
  @Test
  void theOneConnectionOfAHostIsGivenBackAsItWas() throws Exception {
    try (Connection only = pool().getConnection().unwrap(Connection.class)) {
      only.setAutoCommit(isSqlite());
      if (!isSqlite()) {
        only.setReadOnly(true);
        only.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        only.setNetworkTimeout(Runnable::run, 0);
      }
      DataSource source = always(only);
      List<String> before = state(source);
      try (Ledger ledger = open(source)) {
        deliverOne(ledger, "a");
        assertThat(state(source)).isEqualTo(before);
      }
      assertThat(only.isClosed()).isFalse();
    }
  }

  private static DataSource always(Connection connection) {
    Connection kept =
        (Connection)
            Proxy.newProxyInstance(
                HostDataSourceTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) ->
                    method.getName().equals("close")
                        ? null
                        : called(method, connection, arguments));
    return (DataSource)
        Proxy.newProxyInstance(
            HostDataSourceTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (self, method, arguments) -> kept);
  }

  private static Object called(Method method, Object target, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Of the one connection of a pool. */
  private List<String> state(DataSource source) throws SQLException {
    List<String> state = new ArrayList<>();
    try (Connection connection = source.getConnection();
        Statement sql = connection.createStatement()) {
      state.add(String.valueOf(connection.getAutoCommit()));
      state.add(String.valueOf(connection.getTransactionIsolation()));
      state.add(String.valueOf(connection.isReadOnly()));
      state.add(isSqlite() ? "" : "timeout " + connection.getNetworkTimeout());
      state.add(String.valueOf(connection.getSchema()));
      List<String> shown =
          isSqlite()
              ? List.of("PRAGMA busy_timeout", "PRAGMA synchronous", "PRAGMA foreign_keys")
              : List.of(
                  "SHOW search_path",
                  "SHOW enable_seqscan",
                  "SHOW jit",
                  "SHOW idle_in_transaction_session_timeout");
      for (String query : shown) {
        try (ResultSet row = sql.executeQuery(query)) {
          row.next();
          state.add(query + ": " + row.getString(1));
        }
      }
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
    }
    return state;
  }

  @Test
  void aFolderOfTheKeyThatOthersCanReadIsRefused() throws Exception {
    Assumptions.assumeTrue(isSqlite(), "on PostgreSQL no key is made");
    open(pool()).close();
    Path data = folder.resolve("data");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> open(pool()))
        .isInstanceOf(DatabaseException.class)
        .hasMessage(data + " is open to others on this machine: close it with chmod 700 " + data);
  }

  /** As the program's commands reach it. */
  @Test
  void itsKeyIsChangedByItsSchemaWhileTheApplicationWorks() {
    Assumptions.assumeFalse(isSqlite(), "a file of another application is not the program's");
    byte[] other = new byte[32];
    other[0] = 1;
    String newKey = Base64.getEncoder().encodeToString(other);
    String ofSchema = url + "?currentSchema=connector_routes";
    try (Ledger lent = open(pool())) {
      lent.recorder().recordMessage("queue:q", message(Samples.create("before", "before")));
      for (String key : List.of(KEY, newKey)) {
        LedgerSettings program =
            new LedgerSettings(
                ofSchema,
                SharedPostgres.USER,
                SharedPostgres.USER,
                key,
                null,
                LedgerDatabase.LEASE);
        try (Ledger ledger = Ledgers.open(program, clock)) {
          Rekey.Steps steps = ledger.rekey().begin(newKey);
          while (steps.next()) {
            assertThat(steps.damaged()).isEmpty();
          }
          if (key.equals(newKey)) {
            ledger.rekey().finish();
          }
        }
        lent.recorder().recordMessage("queue:q", message(Samples.create(key, key)));
      }
      assertThat(lent.deliveries().claim("run:1", 20, Plans.all()).orElseThrow().request())
          .containsExactly("before", KEY, newKey);
    }
  }

  @Test
  void whatCannotHoldALedgerIsRefusedInOneLine() {
    if (isSqlite()) {
      url = "jdbc:sqlite::memory:";
      assertRefused(pool(), "connector-routes.data-source is a database in memory");
      url = "jdbc:sqlite:" + folder.resolve("other.db");
      assertRefused(pool(), "connector-routes.data-source has journal_mode=delete");
      SQLiteConfig config = new SQLiteConfig();
      config.setReadOnly(true);
      SQLiteDataSource reading = new SQLiteDataSource(config);
      reading.setUrl("jdbc:sqlite:" + folder.resolve("host.db"));
      assertRefused(reading, "connector-routes.data-source only reads");
    } else {
      LedgerSettings keyless =
          new LedgerSettings(null, null, null, null, null, LedgerDatabase.LEASE)
              .withDataSource(pool(), true);
      assertThatThrownBy(() -> Ledgers.open(keyless, clock))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("ledger.key is missing");
    }
  }

  private void assertRefused(DataSource source, String reason) {
    assertThatThrownBy(() -> open(source))
        .isInstanceOf(DatabaseException.class)
        .hasMessageStartingWith(reason)
        .hasMessageNotContaining("\n");
    assertThat(folder.resolve("data/ledger.key")).doesNotExist();
  }

  @Test
  void whatAProcessHasCommittedThatIsHaltedInATransactionIsThere() throws Exception {
    try (Ledger ledger = Ledgers.open(settings(pool(), true), Clock.systemUTC())) {
      deliverOne(ledger, "a");
      Process other =
          OtherProcess.start(folder, "lent", url, isSqlite() ? "" : SharedPostgres.USER);
      assertThat(OtherProcess.lines(other)).containsExactly("committed lent");
      assertThat(other.waitFor()).isEqualTo(OtherProcess.HALTED);
      assertThat(ledger.reports().history("lent").get(0).state()).isEqualTo("waiting");
      Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> deliverAll(ledger) == 1);
    }
  }
}
