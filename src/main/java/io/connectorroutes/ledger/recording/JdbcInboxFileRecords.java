package io.connectorroutes.ledger.recording;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Row;
import io.connectorroutes.ledger.FileSource;
import io.connectorroutes.ledger.InboxFileRecords;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.table.Jobs;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Rows of table {@code inbox_file}. */
public final class JdbcInboxFileRecords implements InboxFileRecords {
  private static final int PAGE = 500;

  private final Database database;
  private final Clock clock;

  public JdbcInboxFileRecords(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public void accepted(Job job, FileSource file, String path) {
    database.write(
        sql ->
            sql.update(
                """
                INSERT INTO inbox_file (path, name, state, job_id, bytes, identity, at)
                VALUES (?, ?, 'accepted', ?, ?, ?, ?)
                ON CONFLICT (path) DO UPDATE SET name = excluded.name, state = excluded.state,
                  job_id = excluded.job_id, bytes = excluded.bytes, identity = excluded.identity,
                  reason = NULL, at = excluded.at
                """,
                path,
                file.fileName(),
                job.id(),
                file.bytes(),
                file.identity(),
                clock.instant()));
  }

  @Override
  public List<Accepted> watched(long after) {
    return database.read(
        sql ->
            sql.list(
                """
                SELECT f.id AS file_id, f.path, f.bytes AS file_bytes, f.identity AS file_identity,
                  f.at, j.*
                FROM inbox_file f JOIN job j ON j.id = f.job_id
                WHERE f.state = 'accepted' AND f.id > ? ORDER BY f.id LIMIT ?
                """,
                JdbcInboxFileRecords::accepted,
                after,
                PAGE));
  }

  private static Accepted accepted(Row row) throws SQLException {
    Job job = Jobs.of(row);
    return new Accepted(
        row.number("file_id"),
        job,
        row.text("path"),
        row.number("file_bytes"),
        row.text("file_identity"),
        job.state() == Job.State.COMPLETE,
        row.time("at"));
  }

  @Override
  public int lastRow(Job job) {
    return database.read(sql -> Jobs.lastRow(sql, job.id()));
  }

  @Override
  public boolean grew(Accepted file, String reason) {
    return database.write(
            sql ->
                sql.update(
                    """
                    UPDATE inbox_file SET state = 'grew', reason = ?, at = ?
                    WHERE id = ? AND state = 'accepted'
                    """,
                    reason,
                    clock.instant(),
                    file.id()))
        == 1;
  }

  @Override
  public void unwatch(Accepted file) {
    database.write(
        sql -> sql.update("DELETE FROM inbox_file WHERE id = ? AND state = 'accepted'", file.id()));
  }

  @Override
  public Set<String> needed() {
    return paths(
        """
        SELECT f.path FROM inbox_file f JOIN job j ON j.id = f.job_id
        WHERE f.state = 'grew' OR (f.state = 'accepted' AND j.state <> 'complete')
        """);
  }

  @Override
  public void refused(String name, String path, String reason) {
    database.write(
        sql ->
            sql.update(
                """
                INSERT INTO inbox_file (path, name, state, reason, at)
                VALUES (?, ?, 'refused', ?, ?)
                ON CONFLICT (path) DO UPDATE SET name = excluded.name, state = excluded.state,
                  reason = excluded.reason, at = excluded.at
                """,
                path,
                name,
                reason,
                clock.instant()));
  }

  @Override
  public boolean ignored(String name, String path, String reason) {
    return database.write(
            sql ->
                sql.update(
                    """
                    INSERT INTO inbox_file (path, name, state, reason, at)
                    VALUES (?, ?, 'ignored', ?, ?) ON CONFLICT (path) DO NOTHING
                    """,
                    path,
                    name,
                    reason,
                    clock.instant()))
        == 1;
  }

  @Override
  public void forget(String path) {
    database.write(
        sql ->
            sql.update(
                "DELETE FROM inbox_file WHERE path = ? AND state IN ('ignored', 'refused')", path));
  }

  @Override
  public Set<String> refusedPaths(Instant before) {
    return paths("SELECT path FROM inbox_file WHERE state = 'refused' AND at < ?", before);
  }

  @Override
  public Set<String> ignoredPaths() {
    return paths("SELECT path FROM inbox_file WHERE state = 'ignored'");
  }

  private Set<String> paths(String query, Object... arguments) {
    List<String> paths = database.read(sql -> sql.list(query, row -> row.text("path"), arguments));
    return Set.copyOf(paths);
  }
}
