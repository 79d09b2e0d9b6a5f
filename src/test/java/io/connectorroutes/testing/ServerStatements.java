package io.connectorroutes.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A PostgreSQL server that counts what is asked of it: each statement by its text, {@code BEGIN}
 * included, and the transactions that wrote. It counts hardly any {@code COMMIT} of this driver,
 * which is why transactions are counted by themselves. What a test asks by this class is left out.
 */
public final class ServerStatements implements AutoCloseable {
  private static final String PRODUCT = "postgres";
  private static final String OBSERVER = "observer";

  private final EmbeddedPostgres server;
  private final Connection observer;

  private ServerStatements(EmbeddedPostgres server) throws SQLException {
    this.server = server;
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE EXTENSION pg_stat_statements");
      statement.execute("CREATE ROLE " + OBSERVER + " SUPERUSER LOGIN");
    }
    this.observer = DriverManager.getConnection(url(), OBSERVER, OBSERVER);
  }

  /** Starts a server on a free port. */
  public static ServerStatements start() throws IOException, SQLException {
    return new ServerStatements(
        EmbeddedPostgres.builder()
            .setServerConfig("shared_preload_libraries", "pg_stat_statements")
            // Nothing but the product is to write.
            .setServerConfig("autovacuum", "off")
            .start());
  }

  /**
   * What the product has asked for.
   *
   * @param calls by the text of the statement
   * @param writingTransactions how many transactions wrote
   */
  public record Counted(Map<String, Long> calls, long writingTransactions) {
    /** All calls. */
    public long statements() {
      return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What came after that earlier count. */
    public Counted since(Counted before) {
      Map<String, Long> more = new LinkedHashMap<>();
      calls.forEach(
          (text, count) -> {
            long added = count - before.calls.getOrDefault(text, 0L);
            if (added > 0) {
              more.put(text, added);
            }
          });
      return new Counted(more, writingTransactions - before.writingTransactions);
    }

    /** A line for each statement, the most frequent first: calls for each of so many, and text. */
    public String list(double of) {
      return calls.entrySet().stream()
          .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
          .map(
              call ->
                  "%8.2f  %s"
                      .formatted(call.getValue() / of, call.getKey().replaceAll("\\s+", " ")))
          .collect(Collectors.joining("\n", "", "\n"));
    }
  }

  /** What was asked for since the server started. */
  public Counted counted() throws SQLException {
    Map<String, Long> calls = new LinkedHashMap<>();
    try (Statement statement = observer.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT s.query, SUM(s.calls) FROM pg_stat_statements s JOIN pg_roles r"
                  + " ON r.oid = s.userid WHERE r.rolname = '"
                  + PRODUCT
                  + "' GROUP BY s.query")) {
        while (rows.next()) {
          calls.put(rows.getString(1), rows.getLong(2));
        }
      }
      return new Counted(calls, number("SELECT pg_snapshot_xmax(pg_current_snapshot())::text"));
    }
  }

  /** The one number that a query gives. */
  public long number(String query) throws SQLException {
    try (Statement statement = observer.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The keys of the configuration that make it the ledger's. */
  public Map<String, String> keys() {
    return Map.of(
        "ledger.url",
        url(),
        "ledger.user",
        PRODUCT,
        "ledger.password",
        PRODUCT,
        "ledger.key",
        Base64.getEncoder().encodeToString(new byte[32]));
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
  }

  @Override
  public void close() throws IOException, SQLException {
    observer.close();
    server.close();
  }
}
