package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.encryption.Payloads;
import io.connectorroutes.ledger.table.ChangeRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Loads what is due of one account. */
public final class DueChanges {

  /** A change that is due, with its payload. */
  record Due(ChangeRow row, DueChange change) {
    @Override
    public String toString() {
      return change.toString();
    }
  }

  private static final String CHANGES = "SELECT c.* FROM change c ";

  /** With the plus, SQLite reads them in order, and does not sort all that are due. */
  private static final String DUE =
      "WHERE c.account_id = ? AND c.state = 'waiting' AND +c.due_at <= ? ";

  private final Payloads payloads;

  public DueChanges(Payloads payloads) {
    this.payloads = payloads;
  }

  /** Those that are due, by rank. Needs the account's lock. */
  List<Due> load(Sql sql, long accountId, String account, Instant now, int limit)
      throws SQLException {
    return sql.list(
        CHANGES + DUE + "ORDER BY c.rank, c.seq LIMIT ?",
        row -> due(row, account),
        accountId,
        now,
        limit);
  }

  /** That change, where it is due. Needs the account's lock. */
  List<Due> loadOne(Sql sql, long accountId, String account, Instant now, long seq)
      throws SQLException {
    return sql.list(CHANGES + DUE + "AND c.seq = ?", row -> due(row, account), accountId, now, seq);
  }

  /** Whether that change is due. */
  static boolean isDue(Sql sql, long accountId, Instant now, long seq) throws SQLException {
    return sql.exists("SELECT 1 FROM change c " + DUE + "AND c.seq = ?", accountId, now, seq);
  }

  /** The numbers of those that are due, by rank: nothing of them is read. */
  static List<Long> seqs(Sql sql, long accountId, Instant now, int limit) throws SQLException {
    return sql.list(
        "SELECT c.seq FROM change c " + DUE + "ORDER BY c.rank, c.seq LIMIT ?",
        row -> row.number("seq"),
        accountId,
        now,
        limit);
  }

  private Due due(Row row, String account) throws SQLException {
    ChangeRow change = ChangeRow.of(row);
    DueChange due =
        new DueChange(
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
            change.lookups(),
            change.receivedAt(),
            row.text("certificate_thumbprint"),
            row.count("secret_failures"));
    return new Due(change, due);
  }
}
