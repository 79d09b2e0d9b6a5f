package io.connectorroutes.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Map;

/**
 * A PostgreSQL server in processes of its own. The test library switches durability off; here it is
 * on, as in production.
 */
record Postgres(EmbeddedPostgres server) implements AutoCloseable {
  static final String USER = "postgres";

  static Postgres start() throws IOException, SQLException {
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "256MB")
            .start();
    Postgres postgres = new Postgres(server);
    postgres.checkDurable();
    return postgres;
  }

  private void checkDurable() throws SQLException {
    for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SHOW " + setting)) {
        row.next();
        if (!row.getString(1).equals("on")) {
          throw new SQLException(setting + " is " + row.getString(1));
        }
      }
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
  }

  /** Creates a further database and gives its URL. */
  String create(String name) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name;
  }

  /** The keys of our configuration that lead to it. */
  Map<String, String> keys() {
    return Map.of(
        "ledger.url",
        url(),
        "ledger.user",
        USER,
        "ledger.password",
        USER,
        "ledger.key",
        Base64.getEncoder().encodeToString(new byte[32]));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
