package io.connectorroutes.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.HostApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The routes with their ledger in the database of the application around. */
class EmbeddedDataSourceTest {
  @TempDir Path folder;
  private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
  private HikariDataSource pool;

  @BeforeEach
  void aPoolOfTheApplication() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:sqlite:" + folder.resolve("host.db") + "?journal_mode=WAL");
    config.setMaximumPoolSize(2);
    pool = new HikariDataSource(config);
  }

  @AfterEach
  void closeAll() {
    pool.close();
    sandbox.close();
  }

  private HostApplication application() {
    return HostApplication.with(home(), sandbox)
        .bind("recipes", pool)
        .set("connector-routes.data-source", "recipes")
        .set("connector-routes.inbox.directory", "inbox")
        .set("connector-routes.inbox.quiet", "0");
  }

  private Path home() {
    return folder.resolve("connector-routes");
  }

  @Test
  void changesOfAnInboxGoThroughTheDatabaseOfTheApplication() throws Exception {
    try (HostApplication host = application().start()) {
      assertThat(host.context().getStatus().isStarted()).isTrue();
      Files.createDirectories(home().resolve("inbox"));
      Path part = Files.writeString(home().resolve("inbox/one.part"), Creations.text(0));
      Files.move(part, home().resolve("inbox/one.jsonl"));
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> Files.exists(home().resolve("results/one.jsonl/manifest.json")));
    }
    assertThat(home().resolve("data/ledger.db")).doesNotExist();
    assertThat(home().resolve("data/ledger.key")).exists();
    assertThat(pool.isClosed()).isFalse();
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    try (Connection connection = pool.getConnection();
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery("SELECT COUNT(*) FROM job WHERE state = 'complete'")) {
      assertThat(row.getInt(1)).isEqualTo(1);
    }
  }

  @Test
  void withoutMigrationTheStartEndsWithALine() {
    try (HostApplication host = application().set("connector-routes.migrate", "false")) {
      assertThatThrownBy(host::start)
          .hasMessageContaining("run sqlite.sql of the jar's folder io/connectorroutes/ledger");
    }
  }
}
