package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.Phase;
import io.connectorroutes.ledger.encryption.Payloads;
import io.connectorroutes.ledger.table.ChangeRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Loads what is due of one account, and settles by itself what a later revision has overtaken. */
public final class DueChanges {

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

  private static final String HEADS =
      "SELECT c.*, t.last_revision FROM change c JOIN target t ON t.id = c.target_id ";

  private static final String DUE =
      "WHERE c.account_id = ? AND c.state = 'waiting' AND c.due_at <= ? ";

  private final Payloads payloads;

  public DueChanges(Payloads payloads) {
    this.payloads = payloads;
  }

  /** The heads that are due, in turn. Needs the account's lock. */
  List<Head> load(Sql sql, long accountId, String account, Instant now, int limit)
      throws SQLException {
    return sql.list(
        HEADS + DUE + "ORDER BY c.rank, c.seq LIMIT ?",
        row -> head(row, account),
        accountId,
        now,
        limit);
  }

  /** That head, where it is due. Needs the account's lock. */
  List<Head> loadOne(Sql sql, long accountId, String account, Instant now, long seq)
      throws SQLException {
    return sql.list(HEADS + DUE + "AND c.seq = ?", row -> head(row, account), accountId, now, seq);
  }

  /** Whether that head is due. */
  static boolean isDue(Sql sql, long accountId, Instant now, long seq) throws SQLException {
    return sql.exists("SELECT 1 FROM change c " + DUE + "AND c.seq = ?", accountId, now, seq);
  }

  /** The numbers of the heads that are due, in turn: nothing of them is read. */
  static List<Long> seqs(Sql sql, long accountId, Instant now, int limit) throws SQLException {
    return sql.list(
        "SELECT c.seq FROM change c " + DUE + "ORDER BY c.rank, c.seq LIMIT ?",
        row -> row.number("seq"),
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
        change.lookups(),
        change.receivedAt(),
        row.text("certificate_thumbprint"),
        row.count("secret_failures"));
  }
}
