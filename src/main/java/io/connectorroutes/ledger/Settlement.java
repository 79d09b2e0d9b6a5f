package io.connectorroutes.ledger;

import io.connectorroutes.change.ObjectKind;
import io.connectorroutes.change.Operation;
import io.connectorroutes.change.Outcome;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/**
 * Gives changes their outcome, with all that follows from it: duplicates, the target's line and
 * revision, objects known, dead letters. A change in delivery needs its account's lock.
 */
final class Settlement {
  private final Lines lines;
  private final DeadLetterRows deadLetters;

  Settlement(Lines lines, DeadLetterRows deadLetters) {
    this.lines = lines;
    this.deadLetters = deadLetters;
  }

  /** Settles a row that was rejected at intake. */
  void rejected(Sql sql, ChangeRow change, Instant now) throws SQLException {
    settled(
        sql,
        change,
        new Verdict.Settled(
            change.seq(),
            Outcome.REJECTED,
            null,
            null,
            change.problemCode(),
            problem(change),
            null),
        now);
  }

  private static String problem(ChangeRow change) {
    String field = change.problemField();
    String message = change.problemMessage();
    return field == null || message.contains(field) ? message : field + ": " + message;
  }

  /** Settles a change. */
  void settled(Sql sql, ChangeRow change, Verdict.Settled verdict, Instant now)
      throws SQLException {
    insertOutcome(sql, change, verdict, now);
    endChange(sql, change, verdict, now);
    if (change.outcome() == null) {
      settleDuplicates(sql, change, verdict.outcome(), now);
    }
    if (verdict.outcome() == Outcome.APPLIED) {
      created(sql, change, verdict, now);
    }
    if (change.targetId() != null) {
      lines.leave(sql, change, verdict, now);
    }
    if (needsPerson(change, verdict.outcome())) {
      deadLetters.open(sql, change, verdict);
    }
  }

  private static boolean needsPerson(ChangeRow change, Outcome outcome) {
    return switch (outcome) {
      case FAILED, UNKNOWN -> true;
      case REJECTED -> change.isMessage();
      case APPLIED, NO_OP, SUPERSEDED, CANCELLED -> false;
    };
  }

  private static void insertOutcome(Sql sql, ChangeRow change, Verdict.Settled verdict, Instant now)
      throws SQLException {
    sql.update(
        """
        INSERT INTO outcome (outcome_id, seq, replay, settled_at, outcome, resource_id,
          http_status, error_code, message, request_id, client_request_id, attempts,
          graph_requests)
        SELECT ?, c.seq, c.replay, ?, ?, ?, ?, ?, ?, ?,
          (SELECT a.client_request_id FROM attempt a
             WHERE a.seq = c.seq AND a.replay = c.replay ORDER BY a.id DESC LIMIT 1),
          (SELECT COUNT(*) FROM attempt a
             WHERE a.seq = c.seq AND a.replay = c.replay AND a.sent = 1 AND a.kind = 'CHANGE'),
          (SELECT COUNT(*) FROM attempt a
             WHERE a.seq = c.seq AND a.replay = c.replay AND a.sent = 1)
        FROM change c WHERE c.seq = ?
        """,
        UUID.randomUUID().toString(),
        now,
        verdict.outcome().wireName(),
        verdict.resourceId(),
        verdict.httpStatus(),
        verdict.errorCode(),
        verdict.message(),
        verdict.requestId(),
        change.seq());
  }

  private static void endChange(Sql sql, ChangeRow change, Verdict.Settled verdict, Instant now)
      throws SQLException {
    String resource = verdict.resourceId() == null ? change.resourceId() : verdict.resourceId();
    sql.update(
        """
        UPDATE change SET state = 'settled', due_at = NULL, turn = NULL, reason = NULL,
          resource_id = ?, settled_at = ?, outcome = COALESCE(outcome, ?)
        WHERE seq = ?
        """,
        resource,
        now,
        verdict.outcome().wireName(),
        change.seq());
    if (verdict.outcome() == Outcome.REJECTED) {
      // A rejected change does not use up its id.
      sql.update(
          "DELETE FROM known_id WHERE change_id = ? AND first_seq = ?",
          change.changeId(),
          change.seq());
    }
  }

  /** The first outcome is the one that counts for its job, and that its duplicates wait for. */
  private static void settleDuplicates(Sql sql, ChangeRow change, Outcome outcome, Instant now)
      throws SQLException {
    sql.update(
        "UPDATE change SET outcome = ?, settled_at = ? WHERE duplicate_of = ?",
        outcome.wireName(),
        now,
        change.seq());
  }

  private static void created(Sql sql, ChangeRow change, Verdict.Settled verdict, Instant now)
      throws SQLException {
    ObjectKind kind = change.knownOperation().kind();
    if (verdict.resourceId() == null || kind == ObjectKind.USER_FLOW_STEP) {
      return;
    }
    KnownObject object = new KnownObject(kind, verdict.resourceId());
    KnownObjects.seen(sql, change.accountId(), object, now);
    if (isCreate(sql, change)) {
      KnownObjects.created(sql, change.accountId(), object, now);
    }
  }

  private static boolean isCreate(Sql sql, ChangeRow change) throws SQLException {
    return switch (change.knownOperation()) {
      case API_CONNECTOR_CREATE, CONNECTOR_GROUP_CREATE -> true;
      case API_CONNECTOR_UPSERT ->
          sql.exists(
              """
              SELECT 1 FROM attempt
              WHERE seq = ? AND kind = 'CHANGE' AND method = 'POST' AND sent = 1
              """,
              change.seq());
      default -> false;
    };
  }

  /** Puts a change off. */
  void again(Sql sql, ChangeRow change, Verdict.Again verdict) throws SQLException {
    boolean lost = verdict.lostAt() != null;
    int looked = verdict.looked() ? 1 : 0;
    sql.update(
        """
        UPDATE change SET state = 'waiting', gate = NULL, due_at = ?, phase = ?, attempts = ?, spent = ?,
          sent_at = ?, lost_at = ?, resource_id = ?, lookups = ?, reason = ?
        WHERE seq = ?
        """,
        verdict.due(),
        verdict.phase().name(),
        change.attempts() + (verdict.attemptUsed() ? 1 : 0),
        change.spent().plus(verdict.spent()),
        lost ? lastSent(sql, change) : change.sentAt(),
        lost ? verdict.lostAt() : change.lostAt(),
        verdict.resourceId() == null ? change.resourceId() : verdict.resourceId(),
        (lost ? 0 : change.lookups()) + looked,
        verdict.reason(),
        change.seq());
  }

  /** Puts a change off until another one has given the name that it needs. */
  void awaiting(Sql sql, ChangeRow change, Verdict.Awaiting verdict, Instant now)
      throws SQLException {
    sql.update(
        "UPDATE change SET spent = ?, reason = ? WHERE seq = ?",
        change.spent().plus(verdict.spent()),
        verdict.reason(),
        change.seq());
    lines.awaiting(sql, change, verdict.due(), now);
  }

  /** When the last request of the change itself left. */
  static Instant lastSent(Sql sql, ChangeRow change) throws SQLException {
    return sql.number(
            "SELECT MAX(sent_at) AS n FROM attempt WHERE seq = ? AND kind = 'CHANGE'", change.seq())
        .map(Instant::ofEpochMilli)
        .orElse(change.sentAt());
  }

  /** Whether sending the request of an operation twice could make two things of it. */
  static boolean canDouble(String operation, String method) {
    return method.equals("POST") && !operation.equals(Operation.CONNECTOR_MOVE_TO_GROUP.wireName());
  }
}
