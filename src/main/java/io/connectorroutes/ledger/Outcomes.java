package io.connectorroutes.ledger;

import io.connectorroutes.change.Outcome;
import java.sql.SQLException;

/** Rows of table {@code outcome}, joined to what they are about. */
final class Outcomes {
  /** To be followed by conditions on {@code o}, {@code c} and {@code j}. */
  static final String SELECT =
      """
      SELECT o.id, o.outcome_id, o.seq, o.replay, o.settled_at, o.outcome, o.resource_id,
        o.http_status, o.error_code, o.message, o.request_id, o.client_request_id, o.attempts,
        o.graph_requests, c.change_id, j.name AS job_name, c.row_no, c.tenant, c.operation,
        c.target, c.received_at
      FROM outcome o JOIN change c ON c.seq = o.seq JOIN job j ON j.id = c.job_id
      """;

  private Outcomes() {}

  static OutcomeRecord of(Row row) throws SQLException {
    int number = row.count("row_no");
    int replay = row.count("replay");
    return new OutcomeRecord(
        row.text("outcome_id"),
        row.number("seq"),
        row.time("settled_at"),
        row.text("change_id"),
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
}
