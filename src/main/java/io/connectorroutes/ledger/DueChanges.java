package io.connectorroutes.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Loads what is due of one account, and settles by itself what a later revision has overtaken. */
final class DueChanges {

  /** A head of a line with its payload, and the target's highest applied revision. */
  record Head(ChangeRow row, Long lastRevision, DueChange change) {
    /** Whether an applied change has this revision or a higher one. */
    boolean isSuperseded() {
      return row.phase() == Phase.SEND
          && row.revision() != null
          && lastRevision != null
          && row.revision() <= lastRevision;
    }

    @Override
    public String toString() {
      return change.toString();
    }
  }

  private final Payloads payloads;

  DueChanges(Payloads payloads) {
    this.payloads = payloads;
  }

  /** The heads that are due, in turn. Needs the account's lock. */
  List<Head> load(Sql sql, long accountId, String account, Instant now, int limit)
      throws SQLException {
    return sql.list(
        """
        SELECT c.*, t.last_revision FROM change c JOIN target t ON t.id = c.target_id
        WHERE c.account_id = ? AND c.state = 'waiting' AND c.due_at <= ?
        ORDER BY c.turn, c.seq LIMIT ?
        """,
        row -> head(row, account),
        accountId,
        now,
        limit);
  }

  private Head head(Row row, String account) throws SQLException {
    ChangeRow change = ChangeRow.of(row);
    return new Head(change, row.numberOrNull("last_revision"), due(change, row, account));
  }

  private DueChange due(ChangeRow change, Row row, String account) throws SQLException {
    return new DueChange(
        change.seq(),
        change.jobId(),
        change.tenant(),
        account,
        payloads.change(row),
        change.phase(),
        change.attempts(),
        change.spent(),
        change.replay(),
        change.sentAt(),
        change.lostAt(),
        change.resourceId(),
        change.lookups());
  }
}
