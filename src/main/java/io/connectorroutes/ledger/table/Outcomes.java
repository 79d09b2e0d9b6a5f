package io.connectorroutes.ledger.table;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.Signal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Rows of table {@code outcome}, joined to what they are about. */
public final class Outcomes {
  /** To be followed by conditions on {@code o}, {@code c} and {@code j}. */
  public static final String SELECT =
      """
      SELECT o.id, o.outcome_id, o.seq, o.replay, o.settled_at, o.outcome, o.resource_id,
        o.http_status, o.error_code, o.message, o.request_id, o.client_request_id, o.attempts,
        o.graph_requests, c.change_id, j.name AS job_name, c.row_no, c.tenant, c.operation,
        c.target, c.received_at, c.given_change_id
      FROM outcome o JOIN change c ON c.seq = o.seq JOIN job j ON j.id = c.job_id
      """;

  private Outcomes() {}

  public static OutcomeRecord of(Row row) throws SQLException {
    int number = row.count("row_no");
    int replay = row.count("replay");
    return new OutcomeRecord(
        row.text("outcome_id"),
        row.number("seq"),
        row.time("settled_at"),
        row.text("change_id"),
        row.text("given_change_id"),
        row.text("job_name"),
        number == 0 ? null : number,
        replay == 0 ? null : replay,
        row.text("tenant"),
        row.text("operation"),
        row.text("target"),
        Outcome.of(row.text("outcome")),
        row.text("resource_id"),
        row.countOrNull("http_status"),
        row.text("error_code"),
        row.text("message"),
        row.text("request_id"),
        row.text("client_request_id"),
        row.count("attempts"),
        row.count("graph_requests"),
        row.time("received_at"));
  }

  /** The number of the one that was recorded last; 0 for none. */
  public static long last(Sql sql) throws SQLException {
    return sql.first(
            "SELECT id FROM outcome WHERE id > 0 ORDER BY id DESC LIMIT 1", row -> row.number("id"))
        .orElse(0L);
  }

  /**
   * Records the outcomes of changes, still to be published. Requests are added up, not counted by a
   * condition: a planner without statistics would take an index of all that were sent for it.
   */
  public static void insert(Sql sql, List<SettledChange> changes, Instant now) throws SQLException {
    sql.updateAll(
        """
        INSERT INTO outcome (outcome_id, seq, replay, settled_at, outcome, resource_id,
          http_status, error_code, message, request_id, client_request_id, attempts,
          graph_requests)
        SELECT v.column1, v.column9, v.column10, v.column2, v.column3, v.column4,
          CAST(v.column5 AS INTEGER), v.column6, v.column7, v.column8,
          (SELECT a.client_request_id FROM attempt a
             WHERE a.seq = v.column9 AND a.replay = v.column10 ORDER BY a.id DESC LIMIT 1),
          (SELECT COALESCE(SUM(CASE WHEN a.kind = 'CHANGE' THEN a.sent ELSE 0 END), 0)
             FROM attempt a WHERE a.seq = v.column9 AND a.replay = v.column10),
          (SELECT COALESCE(SUM(a.sent), 0)
             FROM attempt a WHERE a.seq = v.column9 AND a.replay = v.column10)
        FROM %s AS v
        """,
        changes.stream().map(one -> values(one, now)).toList());
    sql.onCommit(Signal.of(Signal.Kind.OUTCOMES));
  }

  private static Object[] values(SettledChange one, Instant now) {
    Decision.Settle decision = one.decision();
    return new Object[] {
      UUID.randomUUID().toString(),
      now,
      decision.outcome().wireName(),
      decision.resourceId(),
      decision.httpStatus(),
      decision.errorCode(),
      decision.message(),
      decision.requestId(),
      decision.seq(),
      one.change().replay()
    };
  }

  /**
   * The fields of a rejected row whose values are not to be repeated, from columns {@code
   * refused_fields} and, where a program before that column recorded it, {@code problem_field}.
   */
  public static List<String> refused(Row row) throws SQLException {
    String fields = row.text("refused_fields");
    String known = fields == null ? row.text("problem_field") : fields;
    return known == null || known.isEmpty() ? List.of() : List.of(known.split(","));
  }
}
