package io.connectorroutes.ledger.outbox;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Outbox;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.ledger.table.Jobs;
import io.connectorroutes.ledger.table.Numbering;
import io.connectorroutes.ledger.table.Outcomes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is still to be published, by flags that are set after it was published. */
public final class JdbcOutbox implements Outbox {
  private final Database database;
  private final Clock clock;
  private final DeadLetterReader deadLetters;

  public JdbcOutbox(Database database, Clock clock, DeadLetterReader deadLetters) {
    this.database = database;
    this.clock = clock;
    this.deadLetters = deadLetters;
  }

  @Override
  public boolean lease(Signal.Kind kind, String worker, Duration time) {
    Instant now = clock.instant();
    return database.write(
            sql ->
                sql.update(
                    """
                    UPDATE publisher SET worker = ?, lease_until = ?
                    WHERE kind = ? AND (worker = ? OR lease_until <= ?)
                    """,
                    worker,
                    now.plus(time),
                    key(kind),
                    worker,
                    now))
        == 1;
  }

  @Override
  public void release(Signal.Kind kind, String worker) {
    database.write(
        sql ->
            sql.update(
                "UPDATE publisher SET lease_until = 0 WHERE kind = ? AND worker = ?",
                key(kind),
                worker));
  }

  private static String key(Signal.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<OutcomeRecord> outcomes(int limit) {
    return database.read(
        sql ->
            sql.list(
                Outcomes.SELECT + "WHERE o.published = 0 ORDER BY o.id LIMIT ?",
                Outcomes::of,
                limit));
  }

  @Override
  public void outcomesPublished(List<OutcomeRecord> outcomes) {
    if (outcomes.isEmpty()) {
      return;
    }
    database.writeEach(
        sql -> {
          sql.updateAll(
              """
              UPDATE outcome SET published = 1 FROM %s AS v
              WHERE seq = v.column1 AND outcome_id = v.column2
              """,
              outcomes.stream()
                  .map(outcome -> new Object[] {outcome.seq(), outcome.outcomeId()})
                  .toList());
          return null;
        });
  }

  @Override
  public Optional<DeadLetter> deadLetter() {
    return database.read(sql -> deadLetters.first(sql, "d.published = 0 ORDER BY d.id LIMIT 1"));
  }

  @Override
  public void deadLetterPublished(DeadLetter deadLetter) {
    database.write(
        sql -> sql.update("UPDATE dead_letter SET published = 1 WHERE id = ?", deadLetter.id()));
  }

  @Override
  public Optional<Job> settledJob() {
    Optional<Job> job = database.read(JdbcOutbox::findSettled);
    return job.isPresent() && job.get().state() != Job.State.SETTLED
        ? database.write(sql -> settle(sql, job.get().id()))
        : job;
  }

  /** Asked for each job by itself: as a join, all open changes might be read. */
  private static Optional<Job> findSettled(Sql sql) throws SQLException {
    return sql.first(
        """
        SELECT j.* FROM job j
        WHERE j.file_name IS NOT NULL AND j.state IN ('open', 'settled')
          AND (SELECT c.seq FROM change c WHERE c.job_id = j.id AND c.outcome IS NULL LIMIT 1)
            IS NULL
        ORDER BY j.id LIMIT 1
        """,
        Jobs::of);
  }

  /** A pause ends with its job: replays of its changes go on, those that rest by now as well. */
  private Optional<Job> settle(Sql sql, long id) throws SQLException {
    Numbering.CHANGES.take(sql, 0);
    sql.onCommit(Signal.any());
    long last =
        sql.number("SELECT MAX(settled_at) AS n FROM change WHERE job_id = ?", id)
            .orElse(clock.millis());
    return sql.first(
        """
        UPDATE job SET state = 'settled', completed_at = ?, paused = 0, pause_reason = NULL,
          stepped_to = CASE WHEN paused = 1 THEN 0 ELSE stepped_to END
        WHERE id = ? AND state = 'open'
        RETURNING *
        """,
        Jobs::of,
        last,
        id);
  }

  @Override
  public void resultsWritten(Job job) {
    database.write(
        sql -> {
          Jobs.setState(sql, job.id(), Job.State.COMPLETE);
          return null;
        });
  }
}
