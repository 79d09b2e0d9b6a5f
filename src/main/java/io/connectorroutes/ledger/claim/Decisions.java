package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.order.Order;
import io.connectorroutes.ledger.order.OrderedChange;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.LockedAccount;
import io.connectorroutes.ledger.table.SettledChange;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Applies decisions to the changes of one account. */
final class Decisions {
  private final Settlement settlement;
  private final Order order;
  private final LockedAccount account;
  private final Instant now;

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
    /** Follows them. */
    void run() throws SQLException;
  }

  /** Applies decisions about changes of which nothing was sent now. */
  void apply(Sql sql, List<Decision> decisions) throws SQLException {
    apply(sql, decisions, () -> {});
  }

  /** Applies them: first those that settle, in one go. */
  void apply(Sql sql, List<Decision> decisions, Following following) throws SQLException {
    Map<Long, ChangeRow> changes = new HashMap<>();
    for (ChangeRow change : ChangeRow.find(sql, decisions.stream().map(Decision::seq).toList())) {
      changes.put(change.seq(), change);
    }
    List<SettledChange> settled = new ArrayList<>();
    for (Decision decision : decisions) {
      if (decision instanceof Decision.Settle settle) {
        settled.add(new SettledChange(inDelivery(changes, settle.seq()), settle));
      }
    }
    // The old names before the directory has the new ones; what is looked at again needs those.
    Map<Long, String> names = Settlement.namesBefore(sql, settled);
    following.run();
    if (!settled.isEmpty()) {
      settlement.settled(sql, account, settled, names, now);
    }
    for (Decision decision : decisions) {
      apply(sql, decision, changes);
    }
  }

  private void apply(Sql sql, Decision decision, Map<Long, ChangeRow> changes) throws SQLException {
    if (decision instanceof Decision.Retry again) {
      settlement.again(sql, inDelivery(changes, again.seq()), again);
    } else if (decision instanceof Decision.Unexpected unexpected) {
      ChangeRow change = inDelivery(changes, unexpected.seq());
      settlement.unexpected(sql, account, change, unexpected.message(), now);
    } else if (decision instanceof Decision.NobodyNamed absent) {
      nobodyNamed(sql, inDelivery(changes, absent.seq()), absent.otherwise());
    } else if (decision instanceof Decision.NoSecret noSecret) {
      inDelivery(changes, noSecret.seq());
      settlement.noSecret(sql, noSecret);
    } else if (decision instanceof Decision.OtherCertificate other) {
      inDelivery(changes, other.seq());
      settlement.otherCertificate(sql, other, now);
    } else if (decision instanceof Decision.Unfit unfit) {
      settlement.unfit(sql, account, inDelivery(changes, unfit.seq()), unfit, now);
    }
  }

  private void nobodyNamed(Sql sql, ChangeRow change, Decision.Settle otherwise)
      throws SQLException {
    if (!order.moveBehindGiver(sql, account, OrderedChange.of(change))) {
      settlement.settled(sql, account, List.of(new SettledChange(change, otherwise)), now);
    }
  }

  private ChangeRow inDelivery(Map<Long, ChangeRow> changes, long seq) {
    ChangeRow change = changes.get(seq);
    if (change == null || !change.isInDelivery() || change.accountId() != account.id()) {
      throw new IllegalArgumentException("change " + seq + " is not in delivery here");
    }
    return change;
  }
}
