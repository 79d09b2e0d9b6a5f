package io.connectorroutes.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The contract on PostgreSQL. */
class PostgresLedgerTest extends LedgerContract {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static EmbeddedPostgres server;

  private String database;

  @BeforeAll
  static void startServer() throws IOException {
    server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @Override
  @BeforeEach
  void openLedger() {
    database = "ledger" + DATABASES.incrementAndGet();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + database);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    super.openLedger();
  }

  LedgerSettings settings() {
    return new LedgerSettings(
        server.getJdbcUrl("postgres", database),
        "postgres",
        "postgres",
        Base64.getEncoder().encodeToString(new byte[32]),
        null,
        LEASE);
  }

  @Override
  Ledger open() {
    return Ledgers.open(settings(), clock);
  }
}
