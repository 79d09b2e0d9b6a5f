package io.connectorroutes.ledger.outbox;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.RequestBudget;
import io.connectorroutes.ledger.Retention;
import io.connectorroutes.ledger.table.Numbering;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** Deletes settled changes in steps, none of which holds up delivery for long. */
public final class JdbcRetention implements Retention {
  /** Looked at in one step. */
  private static final int STEP = 200;

  private record Old(long seq, String changeId, String outcome, boolean done) {}

  private final Database database;
  private final Clock clock;
  private final RequestBudget budget;

  public JdbcRetention(Database database, Clock clock, RequestBudget budget) {
    this.database = database;
    this.clock = clock;
    this.budget = budget;
  }

  @Override
  public OptionalLong prune(Duration keep, long after) {
    Instant before = clock.instant().minus(atLeastTheWindow(keep));
    if (after == 0) {
      pruneFiles(before);
    }
    if (!isAnyOld(before, after)) {
      return OptionalLong.empty();
    }
    List<Old> seen = database.write(sql -> pruneWithin(sql, before, after));
    return seen.size() < STEP
        ? OptionalLong.empty()
        : OptionalLong.of(seen.get(seen.size() - 1).seq);
  }

  /**
   * Files that were reported to a person so long ago; one that is not taken is reported while it
   * stays.
   */
  private void pruneFiles(Instant before) {
    String old = "FROM inbox_file WHERE state IN ('grew', 'refused') AND at < ?";
    if (database.read(sql -> sql.exists("SELECT 1 " + old, before))) {
      database.write(sql -> sql.update("DELETE " + old, before));
    }
  }

  /** A tenant's budget is counted from the requests of its last window. */
  private Duration atLeastTheWindow(Duration keep) {
    return budget.isLimited() && budget.window().compareTo(keep) > 0 ? budget.window() : keep;
  }

  /** Asked first, so that a step that finds nothing takes no lock. */
  private boolean isAnyOld(Instant before, long after) {
    return database.read(
        sql ->
            sql.first(
                    "SELECT received_at FROM change WHERE seq > ? ORDER BY seq LIMIT 1",
                    row -> row.time("received_at"),
                    after)
                .filter(before::isAfter)
                .isPresent());
  }

  private List<Old> pruneWithin(Sql sql, Instant before, long after) throws SQLException {
    // Nobody records a duplicate of what goes here meanwhile.
    Numbering.CHANGES.take(sql, 0);
    List<Old> seen = old(sql, before, after);
    List<Old> done = seen.stream().filter(Old::done).toList();
    sql.updateEach(
        "UPDATE idempotency_key SET outcome = ? WHERE change_id = ? AND first_seq = ?",
        done.stream().map(o -> new Object[] {o.outcome, o.changeId, o.seq}).toList());
    List<Object[]> seqs = done.stream().map(o -> new Object[] {o.seq}).toList();
    sql.updateEach("DELETE FROM attempt WHERE seq = ?", seqs);
    sql.updateEach("DELETE FROM dead_letter WHERE seq = ?", seqs);
    sql.updateEach("DELETE FROM outcome WHERE seq = ?", seqs);
    sql.updateEach("DELETE FROM change WHERE seq = ?", seqs);
    return seen;
  }

  /**
   * The next changes that came in before that time. A job that is not complete needs its rows, and
   * those of other jobs that its duplicates refer to.
   */
  private List<Old> old(Sql sql, Instant before, long after) throws SQLException {
    Instant now = clock.instant();
    long outcomes = SubscriberRows.OUTCOMES.acknowledgedByAll(sql, now);
    long deadLetters = SubscriberRows.DEAD_LETTERS.acknowledgedByAll(sql, now);
    return sql.list(
        """
        SELECT c.seq, c.change_id, c.outcome,
          CASE WHEN c.state IN ('settled', 'duplicate') AND c.outcome IS NOT NULL
            AND c.settled_at < ?
            AND (j.file_name IS NULL OR j.state = 'complete')
            AND NOT EXISTS (SELECT 1 FROM change d WHERE d.duplicate_of = c.seq AND d.seq <> c.seq)
            AND NOT EXISTS (SELECT 1 FROM outcome o
              WHERE o.seq = c.seq AND (o.published = 0 OR o.settled_at >= ? OR o.id > ?))
            AND NOT EXISTS (SELECT 1 FROM dead_letter l
              WHERE l.seq = c.seq AND (l.open = 1 OR l.discarded_at >= ? OR l.published = 0
                OR l.id > ?))
          THEN 1 ELSE 0 END AS done
        FROM (SELECT * FROM change WHERE seq > ? ORDER BY seq LIMIT ?) c
          JOIN job j ON j.id = c.job_id
        WHERE c.received_at < ? ORDER BY c.seq
        """,
        row ->
            new Old(
                row.number("seq"),
                row.text("change_id"),
                row.text("outcome"),
                row.count("done") == 1),
        before,
        before,
        outcomes,
        before,
        deadLetters,
        after,
        STEP,
        before);
  }
}
