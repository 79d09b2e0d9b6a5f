package io.connectorroutes.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** PostgreSQL in processes of its own, which can be stopped and started with its data. */
public final class PostgresServer implements AutoCloseable {
  private static final String USER = "postgres";

  private final Path data;
  private final int port;
  private EmbeddedPostgres server;

  private PostgresServer(Path data, EmbeddedPostgres server) {
    this.data = data;
    this.port = server.getPort();
    this.server = server;
  }

  /** Starts a server on a free port. */
  public static PostgresServer start(Path data) throws IOException {
    return new PostgresServer(data, builder(data).setPort(FreePort.any()).start());
  }

  private static EmbeddedPostgres.Builder builder(Path data) {
    return EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false);
  }

  /** Stops it as an administrator does: those who are connected are cut off. */
  public void stop() throws IOException {
    server.close();
    server = null;
  }

  /** Starts it again, with its data, where it was. */
  public void startAgain() throws IOException {
    server = builder(data).setPort(port).start();
  }

  /** The keys of the configuration that make it the ledger's. */
  public Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("ledger.url", url());
    keys.put("ledger.user", USER);
    keys.put("ledger.password", USER);
    keys.put("ledger.key", Base64.getEncoder().encodeToString(new byte[32]));
    return keys;
  }

  /** Cuts the connections of all others; returns how many those were. */
  public int cutConnections() throws SQLException {
    return number(
        "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity"
            + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
  }

  /** The one number that a query gives. */
  public int number(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(), USER, USER);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getInt(1);
    }
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  @Override
  public void close() throws IOException {
    if (server != null) {
      server.close();
    }
  }
}
