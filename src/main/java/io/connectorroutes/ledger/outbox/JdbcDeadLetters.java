package io.connectorroutes.ledger.outbox;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.database.Database;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.DeadLetters;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.Phase;
import io.connectorroutes.ledger.claim.Settlement;
import io.connectorroutes.ledger.enqueue.Enqueuer;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.Numbering;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dead letters that are open, and replays of their changes. */
public final class JdbcDeadLetters implements DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcDeadLetters.class);

  /** An open dead letter. */
  private record Open(long id, long seq, String changeId, String cause, String outcome) {
    boolean isRejected() {
      return outcome.equals(Outcome.REJECTED.wireName());
    }
  }

  private static final String SELECT_OPEN =
      """
      SELECT d.id, d.seq, d.change_id, d.cause, (
        SELECT o.outcome FROM outcome o WHERE o.seq = d.seq AND o.replay = d.replay) AS outcome
      FROM dead_letter d WHERE d.open = 1
      """;

  private final Database database;
  private final Clock clock;
  private final Accounts accounts;
  private final Enqueuer enqueuer;
  private final DeadLetterReader reader;
  private final InternalErrors errors = new InternalErrors(LOG);

  public JdbcDeadLetters(
      Database database,
      Clock clock,
      Accounts accounts,
      Enqueuer enqueuer,
      DeadLetterReader reader) {
    this.database = database;
    this.clock = clock;
    this.accounts = accounts;
    this.enqueuer = enqueuer;
    this.reader = reader;
  }

  @Override
  public List<DeadLetter.Summary> list() {
    return database.read(
        sql ->
            sql.list(
                """
                SELECT d.change_id, c.tenant, c.operation, d.cause, o.settled_at, d.replay
                FROM dead_letter d JOIN change c ON c.seq = d.seq
                JOIN outcome o ON o.seq = d.seq AND o.replay = d.replay
                WHERE d.open = 1 ORDER BY d.id
                """,
                row ->
                    new DeadLetter.Summary(
                        row.text("change_id"),
                        row.text("tenant"),
                        row.text("operation"),
                        row.text("cause"),
                        row.time("settled_at"),
                        row.count("replay"))));
  }

  @Override
  public Optional<DeadLetter> show(String changeId) {
    return database.read(
        sql -> reader.first(sql, "d.change_id = ? ORDER BY d.id DESC LIMIT 1", changeId));
  }

  @Override
  public ReplayResult replay(List<String> changeIds, String cause, boolean overtaken) {
    ReplayResult result = new ReplayResult(new ArrayList<>(), new ArrayList<>());
    if (changeIds == null) {
      for (Open open : database.read(sql -> sql.list(SELECT_OPEN + "ORDER BY d.id", this::open))) {
        if (cause == null || cause.equals(open.cause)) {
          replay(open, overtaken, result);
        }
      }
    } else {
      for (String changeId : changeIds) {
        replayNamed(changeId, cause, overtaken, result);
      }
    }
    if (!result.replayed().isEmpty()) {
      LOG.info(
          "replaying {} dead letters, skipped {}",
          result.replayed().size(),
          result.skipped().size());
    }
    return result;
  }

  private Open open(Row row) throws SQLException {
    return new Open(
        row.number("id"),
        row.number("seq"),
        row.text("change_id"),
        row.text("cause"),
        row.text("outcome"));
  }

  private void replayNamed(String changeId, String cause, boolean overtaken, ReplayResult result) {
    Optional<Open> open = database.read(sql -> replayable(sql, changeId));
    if (open.isEmpty()) {
      result.skipped().add(new Skipped(changeId, whyNone(changeId)));
    } else if (cause != null && !cause.equals(open.get().cause)) {
      result.skipped().add(new Skipped(changeId, "its cause is " + open.get().cause));
    } else {
      replay(open.get(), overtaken, result);
    }
  }

  /** The newest one of that id; one that can be replayed rather than one that was rejected. */
  private Optional<Open> replayable(Sql sql, String changeId) throws SQLException {
    List<Open> open =
        sql.list(SELECT_OPEN + "AND d.change_id = ? ORDER BY d.id DESC", this::open, changeId);
    return open.stream()
        .filter(one -> !one.isRejected())
        .findFirst()
        .or(() -> open.stream().findFirst());
  }

  private String whyNone(String changeId) {
    return database.read(
        sql -> {
          if (!sql.exists("SELECT 1 FROM change WHERE change_id = ?", changeId)) {
            return "no change of that id is known";
          }
          return sql.exists(
                  """
                  SELECT 1 FROM change
                  WHERE change_id = ? AND state NOT IN ('settled', 'duplicate')
                  """,
                  changeId)
              ? "it is still in delivery"
              : "it has no open dead letter";
        });
  }

  private void replay(Open open, boolean overtaken, ReplayResult result) {
    Optional<String> obstacle = replaySafely(open, overtaken);
    if (obstacle.isPresent()) {
      result.skipped().add(new Skipped(open.changeId, obstacle.get()));
    } else {
      result.replayed().add(open.changeId);
    }
  }

  /** One that fails does not keep the others. */
  private Optional<String> replaySafely(Open open, boolean overtaken) {
    try {
      return database.write(sql -> replayWithin(sql, open, overtaken));
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      errors.log("replaying change " + open.changeId, e);
      return Optional.of(InternalErrors.message(e));
    }
  }

  /** Replays one change; returns why not, where it cannot be. */
  private Optional<String> replayWithin(Sql sql, Open open, boolean overtaken) throws SQLException {
    if (open.isRejected()) {
      return Optional.of("it was rejected: send it again, corrected, under a new changeId");
    }
    Numbering.CHANGES.take(sql, 0);
    ChangeRow change = ChangeRow.find(sql, open.seq).orElseThrow();
    accounts.lock(sql, change.accountId());
    if (!overtaken && FormerTarget.of(sql, change).isOvertaken(sql, change)) {
      return Optional.of(
          "a later change of its target was applied: replay it with --overtaken if it is to"
              + " overwrite that");
    }
    if (sql.update("UPDATE dead_letter SET open = 0 WHERE id = ? AND open = 1", open.id) == 0) {
      return Optional.of("it is being replayed already");
    }
    putBack(sql, change, open.outcome.equals(Outcome.UNKNOWN.wireName()), overtaken);
    enqueuer.accept(sql, change.seq());
    return Optional.empty();
  }

  /** What may have been done is looked for first. */
  private void putBack(Sql sql, ChangeRow change, boolean unknown, boolean overtaken)
      throws SQLException {
    boolean look = unknown || change.phase() != Phase.SEND;
    Instant sentAt = change.sentAt() == null ? Settlement.lastSent(sql, change) : change.sentAt();
    sql.update(
        """
        UPDATE change SET state = 'recorded', replay = replay + 1, attempts = 0, spent = 0,
          lookups = 0, secret_failures = 0, resource_id = NULL, phase = ?, sent_at = ?, lost_at = ?,
          not_before = NULL, reason = 'replayed', place = NULL, counter = 0, overtaken = ?
        WHERE seq = ?
        """,
        (look ? Phase.LOOK : Phase.SEND).name(),
        look ? sentAt : null,
        look ? clock.instant() : null,
        overtaken ? 1 : 0,
        change.seq());
  }
}
