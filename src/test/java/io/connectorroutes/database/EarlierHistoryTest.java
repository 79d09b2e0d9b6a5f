package io.connectorroutes.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The history of a ledger of before gets our name, and nobody else's does. */
@ParameterizedClass(name = "on {0}")
@EnumSource
class EarlierHistoryTest {
  private static final String FLYWAY = "flyway_schema_history";
  private static final String OURS = "connector_routes_history";

  @Parameter EmptyDatabase on;

  @TempDir Path folder;

  private DataSource source;
  private Dialect dialect;

  @BeforeEach
  void anEmptyDatabase() throws SQLException {
    source = on.source(folder, "earlier_history");
    dialect = on.dialect(folder);
  }

  /** The migrations of before, under the name of before. */
  private FluentConfiguration earlierProgram() {
    return Flyway.configure()
        .dataSource(source)
        .locations("classpath:io/connectorroutes/ledger/migration")
        .placeholders(dialect.types())
        .target("18");
  }

  private void hostMigrates() throws SQLException {
    execute("CREATE TABLE recipe (id INTEGER)");
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:nothing/here")
        .failOnMissingLocations(false)
        .baselineOnMigrate(true)
        .load()
        .migrate();
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement sql = connection.createStatement()) {
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }

  private List<String> texts(String query) throws SQLException {
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

  /** Tables and indexes that belong to a history. */
  private List<String> histories() throws SQLException {
    return texts(
        on == EmptyDatabase.SQLITE
            ? "SELECT name FROM sqlite_schema WHERE name LIKE '%history%'"
                + " AND name NOT LIKE 'sqlite%' ORDER BY name"
            : "SELECT relname FROM pg_class WHERE relname LIKE '%history%' ORDER BY relname");
  }

  private void assertTakenOver() throws SQLException {
    assertThat(histories()).contains(OURS, OURS + "_s_idx").noneMatch(name -> name.contains("fly"));
    assertThat(texts("SELECT version FROM " + OURS + " ORDER BY installed_rank"))
        .containsExactlyElementsOf(SchemaScript.of("sqlite.sql").versions());
  }

  @Test
  void aLedgerOfBeforeGoesOnUnderOurName() throws SQLException {
    earlierProgram().load().migrate();
    assertThat(histories()).contains(FLYWAY).doesNotContain(OURS);
    Migrations.migrate(source, dialect);
    assertTakenOver();
    Migrations.migrate(source, dialect);
    assertTakenOver();
  }

  @Test
  void aNewLedgerHasNoOtherHistory() throws SQLException {
    Migrations.migrate(source, dialect);
    assertTakenOver();
  }

  @Test
  void whereAnotherApplicationMigratesAfterwardsItsNamesAreFree() throws SQLException {
    earlierProgram().load().migrate();
    Migrations.migrate(source, dialect);
    hostMigrates();
    List<String> all = histories();
    assertThat(all).contains(FLYWAY, FLYWAY + "_s_idx", OURS, OURS + "_s_idx");
    List<String> others = texts("SELECT description FROM " + FLYWAY);
    Migrations.migrate(source, dialect);
    assertThat(histories()).isEqualTo(all);
    assertThat(texts("SELECT description FROM " + FLYWAY)).isEqualTo(others);
  }

  @Test
  void theHistoryOfAnotherApplicationIsNotTouched() throws SQLException {
    hostMigrates();
    execute(
        "INSERT INTO "
            + FLYWAY
            + " SELECT 2, '1', 'ledger', 'SQL', 'V1__ledger.sql', 7, '', installed_on, 1, success"
            + " FROM "
            + FLYWAY);
    List<String> before = histories();
    assertThatThrownBy(() -> Migrations.migrate(source, dialect))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("non-empty schema")
        .hasMessageEndingWith("give an empty database or the one of an earlier run");
    assertThat(histories()).isEqualTo(before);
  }

  @Test
  void aProgramOfBeforeRefusesALedgerThatWasTakenOverAndDoesNoHarm() throws SQLException {
    earlierProgram().load().migrate();
    Migrations.migrate(source, dialect);
    List<String> before = histories();
    Flyway earlier = earlierProgram().load();
    assertThat(earlier.info().applied()).isEmpty();
    assertThatThrownBy(earlier::migrate)
        .isInstanceOf(FlywayException.class)
        .hasMessageContaining("non-empty schema");
    assertThat(histories()).isEqualTo(before);
    Migrations.migrate(source, dialect);
    assertTakenOver();
  }

  @Test
  void oneThatIsKilledAtAnyStepHasDoneNothing() throws SQLException {
    earlierProgram().load().migrate();
    List<String> before = histories();
    int steps = 0;
    while (isKilledBefore(steps)) {
      assertThat(histories()).as("killed before statement %s", steps).isEqualTo(before);
      steps++;
    }
    assertThat(steps).as("the commit is one").isGreaterThan(5);
    Migrations.migrate(source, dialect);
    assertTakenOver();
  }

  /** Whether there was such a step; its connection is lost then. */
  private boolean isKilledBefore(int step) {
    AtomicInteger left = new AtomicInteger(step);
    try {
      EarlierHistory.takeOver(killed(DataSource.class, source, left), dialect);
      return false;
    } catch (SQLException e) {
      assertThat(e.getMessage()).isEqualTo("killed");
      return true;
    }
  }

  private <T> T killed(Class<T> type, T target, AtomicInteger left) {
    return type.cast(
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              boolean isStep =
                  method.getName().startsWith("execute") || method.getName().equals("commit");
              if (isStep && left.getAndDecrement() == 0) {
                throw new SQLException("killed");
              }
              try {
                Object result = method.invoke(target, arguments);
                if (result instanceof Connection connection) {
                  return killed(Connection.class, connection, left);
                }
                return result instanceof Statement statement && type == Connection.class
                    ? killed(Statement.class, statement, left)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** Processes on SQLite are kept apart before, by a lock of the file. */
  @Test
  void oneThatComesWhileAnotherTakesItOverWaitsAndGoesOn() throws Exception {
    assumeTrue(on == EmptyDatabase.POSTGRESQL);
    earlierProgram().load().migrate();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Connection other = source.getConnection();
        Statement sql = other.createStatement()) {
      other.setAutoCommit(false);
      sql.execute("SELECT pg_advisory_xact_lock(" + SchemaHistory.LOCK + ")");
      Future<?> second =
          threads.submit(
              () -> {
                EarlierHistory.takeOver(source, dialect);
                return null;
              });
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  !texts("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                      .isEmpty());
      sql.execute("ALTER TABLE " + FLYWAY + " RENAME TO " + OURS);
      sql.execute("DROP INDEX " + FLYWAY + "_s_idx");
      sql.execute("CREATE INDEX " + OURS + "_s_idx ON " + OURS + " (success)");
      sql.execute("ALTER INDEX " + FLYWAY + "_pk RENAME TO " + OURS + "_pk");
      other.commit();
      second.get();
      Migrations.migrate(source, dialect);
      assertTakenOver();
    } finally {
      threads.shutdownNow();
    }
  }
}
