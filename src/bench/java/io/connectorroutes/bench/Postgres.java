package io.connectorroutes.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A PostgreSQL server in processes of its own. The test library switches durability off; here it is
 * on, as in production.
 */
record Postgres(EmbeddedPostgres server) implements AutoCloseable {
  static final String USER = "postgres";
  private static final Duration TIMEOUT = Duration.ofMinutes(4);
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

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

  /** Waits until so many changes are applied; the ledger may still have to be made. */
  void awaitApplied(int count) throws SQLException, IOException {
    Instant end = Instant.now().plus(TIMEOUT);
    while (strings("SELECT 'made' WHERE to_regclass('change') IS NOT NULL").isEmpty()) {
      if (Instant.now().isAfter(end)) {
        throw new IOException("waited in vain for the ledger");
      }
      LockSupport.parkNanos(LOOK);
    }
    while (strings("SELECT COUNT(*)::text FROM change WHERE outcome = 'applied'").stream()
        .mapToInt(Integer::parseInt)
        .noneMatch(applied -> applied >= count)) {
      if (Instant.now().isAfter(end)) {
        throw new IOException("waited in vain for " + count + " applied changes");
      }
      LockSupport.parkNanos(LOOK);
    }
  }

  /** The ids of all changes as they were accepted. */
  List<String> changeIdsInOrder() throws SQLException {
    return strings("SELECT change_id FROM change ORDER BY position");
  }

  /** Processor time so far of the server and of all its processes that are still there. */
  Duration cpu() throws SQLException, IOException {
    Path folder = Path.of(strings("SHOW data_directory").get(0));
    long pid = Long.parseLong(Files.readAllLines(folder.resolve("postmaster.pid")).get(0).strip());
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(server), server.descendants())
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private List<String> strings(String query) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
