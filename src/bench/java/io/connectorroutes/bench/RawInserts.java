package io.connectorroutes.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The peer: the lines of the same file as they are, not checked and not encrypted, into one table
 * with a key and one index, in batches of the same size and with the same care for the disk.
 */
final class RawInserts {
  private static final int GROUP = 500;

  private RawInserts() {}

  /** Inserts; returns how long that took, in seconds. */
  static double seconds(Path file, Path database) throws IOException, SQLException {
    long start = System.nanoTime();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        BufferedReader lines = Files.newBufferedReader(file)) {
      prepare(connection);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO line VALUES (?, ?, ?)")) {
        insert(connection, insert, lines);
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute(
          "CREATE TABLE line (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, text BLOB NOT NULL)");
      statement.execute("CREATE UNIQUE INDEX line_by_id ON line (id)");
    }
    connection.setAutoCommit(false);
  }

  private static void insert(Connection connection, PreparedStatement insert, BufferedReader lines)
      throws IOException, SQLException {
    long row = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      row++;
      insert.setLong(1, row);
      insert.setString(2, line.substring(0, 40) + row);
      insert.setBytes(3, line.getBytes(StandardCharsets.UTF_8));
      insert.addBatch();
      if (row % GROUP == 0) {
        insert.executeBatch();
        connection.commit();
      }
    }
    insert.executeBatch();
    connection.commit();
  }
}
