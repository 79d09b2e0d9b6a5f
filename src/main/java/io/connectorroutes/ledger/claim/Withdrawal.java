package io.connectorroutes.ledger.claim;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.AttemptStatus;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.Closed;
import io.connectorroutes.ledger.table.DeadLetterRows;
import io.connectorroutes.ledger.table.LockedAccount;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Withdraws changes whose job is cancelled. */
final class Withdrawal {
  private static final String MESSAGE = "withdrawn by job cancel before it was applied";

  /**
   * Of a change {@code c}: no call has it under way, and no request of it may have been applied.
   * One that was refused for want of a permission was not: it may rest.
   */
  private static final String IS_UNSENT =
      """
      c.problem_code IS NULL AND c.phase = 'SEND' AND NOT EXISTS (
        SELECT 1 FROM attempt a WHERE a.seq = c.seq AND (a.closed_at IS NULL
          OR (a.replay = c.replay AND a.kind = 'CHANGE' AND a.sent <> 0
            AND (a.http_status IS NULL OR a.http_status <> 403)
      """
          + AttemptStatus.MAY_BE_DONE
          + ")))";

  private final Accounts accounts;
  private final Settlement settlement;

  Withdrawal(Accounts accounts, Settlement settlement) {
    this.accounts = accounts;
    this.settlement = settlement;
  }

  /**
   * Those of these changes that can be withdrawn. Needs the locks of their accounts.
   *
   * @param last the highest number of those that are
   * @param withReplays whether replays are as well
   */
  static List<ChangeRow> unsent(Sql sql, Collection<Long> seqs, long last, boolean withReplays)
      throws SQLException {
    List<Object> arguments = new ArrayList<>(List.of(Sql.padded(seqs.toArray())));
    String in = Sql.in(arguments.size());
    arguments.add(last);
    arguments.add(withReplays ? 1 : 0);
    return sql.list(
        "SELECT "
            + ChangeRow.COLUMNS
            + " FROM change c WHERE c.seq IN "
            + in
            + " AND c.seq <= ? AND (c.replay = 0 OR 1 = ?)"
            + " AND c.state IN ('recorded', 'blocked', 'waiting', 'paused') AND "
            + IS_UNSENT,
        ChangeRow::of,
        arguments.toArray());
  }

  /** Withdraws changes of one account; those that they blocked go on. */
  void settle(Sql sql, LockedAccount account, List<ChangeRow> changes, Instant now)
      throws SQLException {
    Object[] seqs = Sql.padded(changes.stream().map(ChangeRow::seq).toArray());
    sql.update(
        "UPDATE change SET state = 'waiting', blocked_by = NULL"
            + " WHERE state IN ('blocked', 'paused') AND seq IN "
            + Sql.in(seqs.length),
        seqs);
    long others = changes.stream().filter(change -> !change.wasEnqueued()).count();
    Closed closed =
        settlement.settled(
            sql,
            // What holds its keys and is not due yet may block others too.
            new LockedAccount(account.id(), account.open() + others, account.lastRank()),
            changes.stream().map(Withdrawal::cancelled).toList(),
            now);
    // Its turn has not come: no rank was served.
    accounts.closed(sql, account.id(), new Closed(closed.open(), 0));
    for (ChangeRow change : changes) {
      if (change.replay() > 0) {
        DeadLetterRows.reopen(sql, change.seq());
      }
    }
  }

  private static Decision.Settle cancelled(ChangeRow change) {
    return new Decision.Settle(
        change.seq(), Outcome.CANCELLED, change.resourceId(), null, null, MESSAGE, null);
  }
}
