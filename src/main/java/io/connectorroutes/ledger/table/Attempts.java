package io.connectorroutes.ledger.table;

import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.ledger.AttemptRecord;
import io.connectorroutes.ledger.AttemptResult;
import io.connectorroutes.ledger.AttemptStatus;
import io.connectorroutes.ledger.Intent;
import io.connectorroutes.ledger.Phase;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows of table {@code attempt}: one for each Graph request. */
public final class Attempts {
  /** In the place of a change's number: they begin with 1. */
  private static final long NO_CHANGE = 0;

  private Attempts() {}

  static AttemptRecord of(Row row) throws SQLException {
    return new AttemptRecord(
        Intent.Kind.valueOf(row.text("kind")),
        row.text("method"),
        row.text("path"),
        row.time("sent_at"),
        row.time("answered_at"),
        row.countOrNull("http_status"),
        row.text("error_code"),
        row.text("message"),
        row.text("request_id"),
        row.text("client_request_id"));
  }

  /** The requests for a change up to a replay, oldest first. */
  public static List<AttemptRecord> ofChange(Sql sql, long seq, int lastReplay)
      throws SQLException {
    List<Map.Entry<Long, AttemptRecord>> found =
        sql.list(
            "SELECT * FROM attempt WHERE seq = ? AND replay <= ?",
            row -> Map.entry(row.number("id"), of(row)),
            seq,
            lastReplay);
    // In that order asked for, all attempts might be read by their ids.
    return found.stream().sorted(Map.Entry.comparingByKey()).map(Map.Entry::getValue).toList();
  }

  /**
   * Whether a request of the change left, in this replay of it, that is not known to have been
   * refused; also where an earlier one is still looked for.
   */
  public static boolean mayHaveBeenApplied(Sql sql, ChangeRow change) throws SQLException {
    return change.phase() != Phase.SEND
        || sql.exists(
            """
            SELECT 1 FROM attempt WHERE seq = ? AND replay = ? AND kind = 'CHANGE' AND sent <> 0
            """
                + AttemptStatus.MAY_BE_DONE
                + "LIMIT 1",
            change.seq(),
            change.replay());
  }

  /** Whether of a request of the change that is over nothing tells whether it was done. */
  public static boolean isInDoubt(Sql sql, long seq) throws SQLException {
    return sql.exists(
        """
        SELECT 1 FROM attempt WHERE seq = ? AND kind = 'CHANGE' AND sent <> 0
          AND closed_at IS NOT NULL
        """
            + AttemptStatus.IS_IN_DOUBT
            + "LIMIT 1",
        seq);
  }

  /** Records requests that are about to leave. */
  public static void open(Sql sql, long accountId, List<Intent> intents, Instant now)
      throws SQLException {
    sql.updateAll(
        """
        INSERT INTO attempt (account_id, seq, replay, kind, method, path, client_request_id,
          object_id, sent_at)
        SELECT v.column1, c.seq, c.replay, v.column2, v.column3, v.column4, v.column5, v.column6,
          v.column7
        FROM %s AS v JOIN change c ON c.seq = v.column8
        """,
        intents.stream().map(intent -> values(accountId, intent, now)).toList());
  }

  private static Object[] values(long accountId, Intent intent, Instant now) {
    return new Object[] {
      accountId,
      intent.kind().name(),
      intent.method(),
      intent.path(),
      intent.clientRequestId(),
      intent.objectId(),
      now,
      intent.seq()
    };
  }

  /** Records what came back; returns how many requests are closed by it. */
  public static int answered(Sql sql, long accountId, List<AttemptResult> answers, Instant now)
      throws SQLException {
    return sql.updateAll(
        """
        UPDATE attempt SET answered_at = v.column1, closed_at = v.column1,
          http_status = CAST(v.column2 AS INTEGER), error_code = v.column3, message = v.column4,
          request_id = v.column5, sent = v.column6
        FROM %s AS v
        WHERE account_id = ? AND closed_at IS NULL AND client_request_id = v.column7
        """,
        answers.stream().map(answer -> values(answer, now)).toList(), accountId);
  }

  private static Object[] values(AttemptResult answer, Instant now) {
    return new Object[] {
      now,
      answer.httpStatus(),
      answer.errorCode(),
      answer.message(),
      answer.requestId(),
      answer.sent() ? 1 : 0,
      answer.clientRequestId()
    };
  }

  /** Forgets requests of these changes that are open and did not leave. */
  public static void withdraw(Sql sql, long accountId, List<Long> seqs) throws SQLException {
    List<Object> arguments = new ArrayList<>(seqs);
    arguments.add(accountId);
    sql.update(
        "DELETE FROM attempt WHERE seq IN "
            + Sql.in(seqs.size())
            + " AND account_id = ? AND closed_at IS NULL",
        arguments.toArray());
  }

  /** Closes what is open of an account without an answer. */
  public static void giveUp(Sql sql, long accountId, String code, boolean sent, Instant now)
      throws SQLException {
    sql.update(
        """
        UPDATE attempt SET closed_at = ?, error_code = ?, sent = ?
        WHERE account_id = ? AND closed_at IS NULL
        """,
        now,
        code,
        sent ? 1 : 0,
        accountId);
  }

  /**
   * Records a request for no change that is about to leave. It is closed at once, so that it takes
   * its slot for one window only where its sender dies.
   */
  public static void read(Sql sql, long accountId, GraphRequest request, Instant now)
      throws SQLException {
    sql.update(
        """
        INSERT INTO attempt (account_id, seq, replay, kind, method, path, client_request_id,
          sent_at, closed_at)
        VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?)
        """,
        accountId,
        NO_CHANGE,
        Intent.Kind.LOOKUP.name(),
        request.method(),
        request.path(),
        request.clientRequestId(),
        now,
        now);
  }

  /** Records what came back for such a request. */
  public static void readAnswered(Sql sql, GraphRequest request, int httpStatus, Instant now)
      throws SQLException {
    sql.update(
        "UPDATE attempt SET answered_at = ?, closed_at = ?, http_status = ?"
            + " WHERE seq = ? AND client_request_id = ?",
        now,
        now,
        httpStatus,
        NO_CHANGE,
        request.clientRequestId());
  }

  /** Forgets such requests of an account that were closed before that time. */
  public static void forgetReads(Sql sql, long accountId, Instant before) throws SQLException {
    sql.update(
        "DELETE FROM attempt WHERE seq = ? AND account_id = ? AND closed_at < ?",
        NO_CHANGE,
        accountId,
        before);
  }
}
