package io.connectorroutes.ledger.order;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.ledger.table.Accounts;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets changes go on that are blocked by what is not open any more. None should be; each is logged.
 * Each run looks at some of them and the next one goes on behind, so that it costs the same however
 * many there are.
 */
public final class Repair {
  private static final Logger LOG = LoggerFactory.getLogger(Repair.class);
  private static final int PAGE = 500;
  private static final Blocked FIRST = new Blocked(0, Long.MIN_VALUE, Long.MIN_VALUE, false);

  private record Blocked(long accountId, long by, long seq, boolean inVain) {}

  private final Database database;
  private final Accounts accounts;
  private final InternalErrors errors = new InternalErrors(LOG);
  private Blocked last = FIRST;

  public Repair(Database database, Accounts accounts) {
    this.database = database;
    this.accounts = accounts;
  }

  /** Looks at the next ones. */
  public synchronized void run() {
    List<Blocked> page = database.read(sql -> behind(sql, last));
    last = page.size() < PAGE ? FIRST : page.get(PAGE - 1);
    page.stream().filter(Blocked::inVain).forEach(this::repairSafely);
  }

  private static List<Blocked> behind(Sql sql, Blocked last) throws SQLException {
    return sql.list(
        """
        SELECT c.account_id, c.blocked_by, c.seq,
          CASE WHEN b.state IN ('waiting', 'blocked', 'sending', 'paused') OR EXISTS (
              SELECT 1 FROM wake w WHERE w.account_id = c.account_id AND w.seq = c.blocked_by)
            THEN 0 ELSE 1 END AS in_vain
        FROM change c LEFT JOIN change b ON b.seq = c.blocked_by
        WHERE c.blocked_by IS NOT NULL AND (c.blocked_by, c.seq) > (?, ?)
        ORDER BY c.blocked_by, c.seq LIMIT ?
        """,
        row ->
            new Blocked(
                row.number("account_id"),
                row.number("blocked_by"),
                row.number("seq"),
                row.count("in_vain") == 1),
        last.by,
        last.seq,
        PAGE);
  }

  /** One that cannot be repaired does not keep the others. */
  private void repairSafely(Blocked blocked) {
    try {
      database.write(sql -> repair(sql, blocked));
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      errors.log("changes that are blocked in vain", e);
    }
  }

  private Void repair(Sql sql, Blocked blocked) throws SQLException {
    accounts.lock(sql, blocked.accountId);
    boolean inVain =
        behind(sql, new Blocked(blocked.accountId, blocked.by, blocked.seq - 1, false)).stream()
            .limit(1)
            .anyMatch(now -> now.seq == blocked.seq && now.by == blocked.by && now.inVain);
    if (inVain) {
      LOG.warn("changes were blocked by one that is not open; they go on");
      Holds.delete(sql, List.of(blocked.by));
      Wakes.add(sql, blocked.accountId, List.of(blocked.by));
      sql.update(
          """
          UPDATE account SET open = (
            SELECT COUNT(DISTINCT h.seq) FROM hold h WHERE h.account_id = account.id)
          WHERE id = ?
          """,
          blocked.accountId);
      accounts.refreshDue(sql, blocked.accountId);
      sql.onCommit(Signal.any());
    }
    return null;
  }
}
