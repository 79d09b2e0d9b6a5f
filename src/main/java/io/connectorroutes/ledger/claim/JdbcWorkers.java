package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Workers;
import io.connectorroutes.ledger.encryption.PayloadCipher;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Rows of table {@code worker}. */
public final class JdbcWorkers implements Workers {
  private final Database database;
  private final Clock clock;
  private final PayloadCipher cipher;

  public JdbcWorkers(Database database, Clock clock, PayloadCipher cipher) {
    this.database = database;
    this.clock = clock;
    this.cipher = cipher;
  }

  @Override
  public void seen(String worker, List<String> unpublished) {
    Instant now = clock.instant();
    String lines = unpublished.isEmpty() ? null : String.join("\n", unpublished);
    database.write(
        sql -> {
          // An idle one learns of a new data key while its ledger.key still opens it.
          cipher.current(sql);
          return isKnown(sql, worker, now, lines) || add(sql, worker, now, lines);
        });
  }

  private static boolean isKnown(Sql sql, String worker, Instant now, String unpublished)
      throws SQLException {
    return sql.update(
            "UPDATE worker SET seen_at = ?, unpublished = ? WHERE name = ?",
            now,
            unpublished,
            worker)
        == 1;
  }

  private static boolean add(Sql sql, String worker, Instant now, String unpublished)
      throws SQLException {
    sql.update("DELETE FROM worker WHERE seen_at < ?", now.minus(GONE_AFTER));
    return sql.update(
            "INSERT INTO worker (name, since, seen_at, unpublished) VALUES (?, ?, ?, ?)",
            worker,
            now,
            now,
            unpublished)
        == 1;
  }

  @Override
  public void left(String worker) {
    database.write(sql -> sql.update("DELETE FROM worker WHERE name = ?", worker));
  }

  @Override
  public List<Worker> list() {
    Instant now = clock.instant();
    return database.read(
        sql ->
            sql.list(
                """
                SELECT name, since, unpublished FROM worker WHERE seen_at >= ? ORDER BY since, name
                """,
                row ->
                    new Worker(row.text("name"), row.time("since"), lines(row.text("unpublished"))),
                now.minus(GONE_AFTER)));
  }

  private static List<String> lines(String text) {
    return text == null ? List.of() : text.lines().toList();
  }
}
