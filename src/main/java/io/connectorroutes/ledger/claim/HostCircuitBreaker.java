package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Park;
import io.connectorroutes.text.PrintableText;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The row of table {@code host}. While nothing gets through to the cloud's host, no account's call
 * leaves; when the pause is over, one call tries it, and the others follow when that was answered.
 */
final class HostCircuitBreaker {
  /** To be added to conditions on accounts whose call may leave. */
  static final String IS_NOT_PARKED =
      " AND NOT EXISTS (SELECT 1 FROM circuit_breaker WHERE parked_until > ?) ";

  private static final Logger LOG = LoggerFactory.getLogger(HostCircuitBreaker.class);

  private record State(int failures, String halfOpen) {}

  private HostCircuitBreaker() {}

  private static State state(Sql sql) throws SQLException {
    return sql.first(
            "SELECT failures, half_open FROM circuit_breaker WHERE id = 1",
            row -> new State(row.count("failures"), row.text("half_open")))
        .orElseThrow();
  }

  /** How often in a row it was tried and not reached. */
  static int failures(Sql sql) throws SQLException {
    return state(sql).failures;
  }

  /**
   * A call is about to leave while the host is not known to be there.
   *
   * @param lease of the call
   * @param until when it is given up at the latest
   * @return whether it may: only one call tries it
   */
  static boolean mayTry(Sql sql, String lease, Instant until, Instant now) throws SQLException {
    return sql.update(
            "UPDATE circuit_breaker SET half_open = ?, parked_until = ? WHERE id = 1 AND"
                + " parked_until <= ?",
            lease,
            until,
            now)
        == 1;
  }

  /** No connection came about. What left before the pause began does not make it longer. */
  static void notReached(Sql sql, String lease, Park park, Instant now) throws SQLException {
    State state = state(sql);
    boolean isFirst = state.failures == 0;
    if (isFirst || Objects.equals(state.halfOpen, lease)) {
      sql.update(
          """
          UPDATE circuit_breaker SET parked_until = ?, reason = ?, half_open = NULL,
            since = CASE WHEN failures = 0 THEN ? ELSE since END, failures = failures + 1
          WHERE id = 1
          """,
          park.until(),
          park.reason(),
          now);
    }
    if (isFirst) {
      LOG.warn(
          "Nothing is sent to Graph until it can be reached again: {}",
          PrintableText.text(park.reason()));
    }
  }

  /** Something left: an answer came, or was lost behind a connection. */
  static void reached(Sql sql, Instant now) throws SQLException {
    int parked =
        sql.update(
            """
            UPDATE circuit_breaker SET failures = 0, parked_until = 0, reason = NULL,
              half_open = NULL, since = ?
            WHERE id = 1 AND failures > 0
            """,
            now);
    if (parked == 0) {
      sql.update("UPDATE circuit_breaker SET since = ? WHERE id = 1 AND since IS NULL", now);
    } else {
      LOG.info("Graph can be reached again");
    }
  }

  /** The call that was to try it did not leave: another one may. */
  static void notTried(Sql sql, String lease) throws SQLException {
    sql.update(
        "UPDATE circuit_breaker SET parked_until = 0, half_open = NULL WHERE id = 1 AND half_open ="
            + " ?",
        lease);
  }
}
