package io.connectorroutes.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.SharedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** The scripts that a person can run are the migrations, with the rows of their history. */
@ParameterizedClass(name = "for {0}")
@EnumSource
class SchemaScriptTest {
  enum For {
    SQLITE(
        "sqlite.sql",
        """
        -- The tables of Connector Routes in a file of another application, for SQLite: what it does
        -- by itself unless connector-routes.migrate=false. Run it in one transaction (between BEGIN
        -- IMMEDIATE; and COMMIT;). From one version to the next, run the sections that are new.

        -- history
        CREATE TABLE connector_routes_history (
          installed_rank INT NOT NULL PRIMARY KEY,
          version VARCHAR(50),
          description VARCHAR(200) NOT NULL,
          type VARCHAR(20) NOT NULL,
          script VARCHAR(1000) NOT NULL,
          checksum INT,
          installed_by VARCHAR(100) NOT NULL,
          installed_on TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
          execution_time INT NOT NULL,
          success BOOLEAN NOT NULL
        );
        CREATE INDEX connector_routes_history_s_idx ON connector_routes_history (success);
        """,
        "",
        """
        SELECT type || ' ' || tbl_name || ' ' || name || ' ' || COALESCE(sql, '')
        FROM sqlite_schema ORDER BY type, name
        """),
    POSTGRESQL(
        "postgresql.sql",
        """
        -- The tables of Connector Routes in a database of another application, for PostgreSQL: what
        -- it does by itself unless connector-routes.migrate=false. Run it in one transaction (psql
        -- --single-transaction). From one version to the next, run the sections that are new, with
        -- this search_path. Whoever runs the application needs USAGE of the schema, and SELECT,
        -- INSERT, UPDATE and DELETE of its tables.
        CREATE SCHEMA IF NOT EXISTS connector_routes;
        SET search_path TO connector_routes;

        -- history
        CREATE TABLE connector_routes_history (
          installed_rank INT NOT NULL,
          version VARCHAR(50),
          description VARCHAR(200) NOT NULL,
          type VARCHAR(20) NOT NULL,
          script VARCHAR(1000) NOT NULL,
          checksum INTEGER,
          installed_by VARCHAR(100) NOT NULL,
          installed_on TIMESTAMP NOT NULL DEFAULT now(),
          execution_time INTEGER NOT NULL,
          success BOOLEAN NOT NULL,
          CONSTRAINT connector_routes_history_pk PRIMARY KEY (installed_rank)
        );
        CREATE INDEX connector_routes_history_s_idx ON connector_routes_history (success);
        """,
        "RESET search_path;\n",
        """
        SELECT row_to_json(c)::text FROM information_schema.columns c
        WHERE table_schema = '%1$s'
        UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = '%1$s'
        ORDER BY 1
        """);

    final String script;
    final String begin;
    final String end;
    final String catalog;

    For(String script, String begin, String end, String catalog) {
      this.script = script;
      this.begin = begin;
      this.end = end;
      this.catalog = catalog;
    }
  }

  private static final Path RESOURCES =
      Path.of("src/main/resources/io/connectorroutes/ledger").toAbsolutePath();

  @Parameter For database;

  @TempDir Path folder;

  private DataSource migrated;
  private Dialect dialect;

  @BeforeEach
  void migrate() throws SQLException {
    migrated = empty("migrated");
    dialect = database == For.SQLITE ? new SqliteDialect(folder) : new PostgresDialect();
    Migrations.byFlyway(migrated, dialect);
  }

  private DataSource empty(String name) throws SQLException {
    if (database == For.SQLITE) {
      SQLiteDataSource sqlite = new SQLiteDataSource();
      sqlite.setUrl("jdbc:sqlite:" + folder.resolve(name + ".db"));
      return sqlite;
    }
    PGSimpleDataSource postgres = new PGSimpleDataSource();
    postgres.setUrl(SharedPostgres.emptyDatabase("script_" + name));
    postgres.setUser(SharedPostgres.USER);
    postgres.setPassword(SharedPostgres.USER);
    return postgres;
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

  /** Where it fails after a new migration, copy what it has written into target. */
  @Test
  void aScriptIsWhatTheMigrationsAreWithTheTypesOfItsDatabase() throws Exception {
    StringBuilder expected = new StringBuilder(database.begin);
    try (Connection connection = migrated.getConnection();
        Statement sql = connection.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "SELECT * FROM connector_routes_history WHERE version IS NOT NULL"
                    + " ORDER BY installed_rank")) {
      while (rows.next()) {
        expected.append("\n-- version ").append(rows.getString("version")).append('\n');
        expected.append(migration(rows.getString("script"))).append('\n');
        expected.append(
            """
            INSERT INTO connector_routes_history (installed_rank, version, description, type, script,
              checksum, installed_by, execution_time, success)
            VALUES (%d, '%s', '%s', 'SQL', '%s', %d, 'script', 0, TRUE);
            """
                .formatted(
                    rows.getInt("installed_rank"),
                    rows.getString("version"),
                    rows.getString("description"),
                    rows.getString("script"),
                    rows.getInt("checksum")));
      }
    }
    expected.append("\n-- end\n").append(database.end);
    Path written =
        Files.writeString(
            Files.createDirectories(Path.of("target")).resolve(database.script), expected);
    assertThat(RESOURCES.resolve(database.script)).hasSameTextualContentAs(written);
  }

  private String migration(String script) throws IOException {
    String text =
        Files.readString(RESOURCES.resolve("migration/" + script), StandardCharsets.UTF_8);
    for (Map.Entry<String, String> type : dialect.types().entrySet()) {
      text = text.replace("${" + type.getKey() + "}", type.getValue());
    }
    return text.strip();
  }

  @Test
  void whoeverRunsItHasTheSameTables() throws Exception {
    DataSource byHand = empty("by_hand");
    try (Connection connection = byHand.getConnection();
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String statement :
          Pattern.compile(";\\s*\n")
              .splitAsStream(
                  Files.readString(RESOURCES.resolve(database.script)).replaceAll("--.*", ""))
              .toList()) {
        sql.execute(statement);
      }
      connection.commit();
    }
    assertThat(plain(texts(byHand, database.catalog.formatted("connector_routes"))))
        .hasSizeGreaterThan(60)
        .isEqualTo(plain(texts(migrated, database.catalog.formatted("public"))));
    String history = "SELECT version || script || checksum FROM %sconnector_routes_history";
    assertThat(texts(byHand, history.formatted(database == For.SQLITE ? "" : "connector_routes.")))
        .isEqualTo(texts(migrated, history.formatted("")));
  }

  /** What both say, whatever the schema and the database are called. */
  private static List<String> plain(List<String> catalog) {
    return catalog.stream()
        .map(
            line ->
                line.replaceAll("--.*", "")
                    .replaceAll("connector_routes\\.|public\\.", "")
                    .replaceAll("\"(connector_routes|public)\"", "S")
                    .replaceAll("script_(migrated|by_hand)", "D")
                    .replace("\"", "")
                    .replaceAll("\\s+", " "))
        .filter(line -> !line.contains("TABLE connector_routes_history"))
        .sorted()
        .toList();
  }
}
