package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.directory.LedgerDirectory;
import io.connectorroutes.ledger.order.Order;
import io.connectorroutes.ledger.order.OrderedChange;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.Closed;
import io.connectorroutes.ledger.table.LockedAccount;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Applies decisions to the changes of one account, once. */
final class Decisions {
  private final Settlement settlement;
  private final Order order;
  private final LockedAccount account;
  private final Instant now;
  private final FailedRows failed = new FailedRows();

  /** For changes of that account. */
  Decisions(Settlement settlement, Order order, LockedAccount account, Instant now) {
    this.settlement = settlement;
    this.order = order;
    this.account = account;
    this.now = now;
  }

  /** What the directory makes of the changes that were applied. */
  @FunctionalInterface
  interface Following {
    /** Follows them; returns the names of before, as {@link LedgerDirectory#follow}. */
    Map<Long, String> run() throws SQLException;
  }

  /** How changes are settled. */
  @FunctionalInterface
  private interface Settling {
    Closed run(List<Decision.Settle> decisions) throws SQLException;
  }

  /**
   * Applies decisions about changes of which nothing was sent now.
   *
   * @return the changes that are settled, still to be noted of the account
   */
  Closed apply(Sql sql, List<Decision> decisions) throws SQLException {
    return apply(sql, decisions, settled -> settle(sql, settled));
  }

  /**
   * Applies them: first those that settle, in one go.
   *
   * @return the changes that are settled, still to be noted of the account
   */
  Closed apply(Sql sql, List<Decision> decisions, Following following) throws SQLException {
    return apply(
        sql,
        decisions,
        settled -> {
          // What is looked at again needs the new names.
          Map<Long, String> names = following.run();
          return settled.isEmpty()
              ? Closed.NONE
              : settlement.settled(sql, account, settled, names, failed, now);
        });
  }

  private Closed apply(Sql sql, List<Decision> decisions, Settling settling) throws SQLException {
    List<Decision.Settle> settled = new ArrayList<>();
    List<Decision> others = new ArrayList<>();
    for (Decision decision : decisions) {
      if (decision instanceof Decision.Settle settle) {
        settled.add(settle);
      } else {
        others.add(decision);
      }
    }
    Closed closed = settling.run(settled);
    Map<Long, ChangeRow> changes = new HashMap<>();
    for (ChangeRow change : ChangeRow.find(sql, others.stream().map(Decision::seq).toList())) {
      changes.put(change.seq(), change);
    }
    for (Decision decision : others) {
      closed = closed.and(apply(sql, decision, inDelivery(changes, decision.seq())));
    }
    settlement.count(sql, failed);
    return closed;
  }

  private Closed settle(Sql sql, List<Decision.Settle> decisions) throws SQLException {
    return decisions.isEmpty()
        ? Closed.NONE
        : settlement.settled(sql, account, decisions, failed, now);
  }

  private Closed apply(Sql sql, Decision decision, ChangeRow change) throws SQLException {
    if (decision instanceof Decision.Retry again) {
      settlement.again(sql, change, again);
    } else if (decision instanceof Decision.NoSecret noSecret) {
      settlement.noSecret(sql, noSecret);
    } else if (decision instanceof Decision.OtherCertificate other) {
      settlement.otherCertificate(sql, other, now);
    } else if (decision instanceof Decision.Unexpected unexpected) {
      return settle(sql, List.of(Settlement.unexpected(sql, change, unexpected.message())));
    } else if (decision instanceof Decision.Unfit unfit) {
      return settle(sql, List.of(Settlement.unfit(sql, change, unfit)));
    } else if (decision instanceof Decision.NobodyNamed absent
        && !order.moveBehindGiver(sql, account, OrderedChange.of(change))) {
      return settle(sql, List.of(absent.otherwise()));
    }
    return Closed.NONE;
  }

  private ChangeRow inDelivery(Map<Long, ChangeRow> changes, long seq) {
    ChangeRow change = changes.get(seq);
    if (change == null || !change.isInDelivery() || change.accountId() != account.id()) {
      throw new IllegalArgumentException("change " + seq + " is not in delivery here");
    }
    return change;
  }
}
