package io.connectorroutes.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One PostgreSQL server for all tests of a JVM that neither stop it nor cut its connections: its
 * start takes longer than most tests. It ends with the JVM.
 */
public final class SharedPostgres {
  /** Who owns its databases, and the password. */
  public static final String USER = "postgres";

  private SharedPostgres() {}

  /** The URL of a database of that name, which is created if there is none. */
  public static String database(String name) throws SQLException {
    try (Connection connection = Server.INSTANCE.getPostgresDatabase().getConnection();
        Statement sql = connection.createStatement()) {
      if (!sql.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'").next()) {
        sql.execute("CREATE DATABASE " + name);
      }
    }
    return "jdbc:postgresql://127.0.0.1:" + Server.INSTANCE.getPort() + "/" + name;
  }

  /** The URL of a database of that name, which is empty. */
  public static String emptyDatabase(String name) throws SQLException {
    try (Connection connection = Server.INSTANCE.getPostgresDatabase().getConnection();
        Statement sql = connection.createStatement()) {
      sql.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }
    return database(name);
  }

  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("synchronous_commit", "off")
            // What the planner knows is what a test tells it, however long that takes.
            .setServerConfig("autovacuum", "off")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
