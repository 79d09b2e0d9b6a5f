package io.connectorroutes.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of a new ledger, made by the script. */
@ParameterizedClass(name = "on {0}")
@EnumSource
class NewSchemaTest {
  @Parameter EmptyDatabase on;

  @TempDir Path folder;

  private DataSource source;
  private Dialect dialect;

  @BeforeEach
  void anEmptyDatabase() throws SQLException {
    source = on.source(folder, "new_schema");
    dialect = on.dialect(folder);
  }

  @Test
  void flywayFindsAllMigrationsDone() throws SQLException {
    assertThat(NewSchema.create(source, dialect)).isTrue();
    assertThat(SchemaHistory.versions(source))
        .containsExactlyElementsOf(SchemaScript.of(dialect.schemaScript()).versions());
    Flyway flyway =
        Flyway.configure()
            .dataSource(source)
            .table(SchemaHistory.TABLE)
            .locations("classpath:io/connectorroutes/ledger/migration")
            .placeholders(dialect.types())
            .load();
    flyway.validate();
    assertThat(flyway.info().pending()).isEmpty();
  }

  @Test
  void ofTwoThatFindAnEmptyDatabaseOneMakesThem() throws Exception {
    Callable<Boolean> makes = () -> NewSchema.create(source, dialect);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Boolean>> both = threads.invokeAll(List.of(makes, makes));
      assertThat(List.of(both.get(0).get(), both.get(1).get()))
          .containsExactlyInAnyOrder(true, false);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whereSomethingIsThereNothingIsMade() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement sql = connection.createStatement()) {
      sql.execute("CREATE VIEW recipe AS SELECT 1 AS one");
    }
    assertThat(NewSchema.create(source, dialect)).isFalse();
    assertThat(SchemaHistory.versions(source)).isEmpty();
  }
}
