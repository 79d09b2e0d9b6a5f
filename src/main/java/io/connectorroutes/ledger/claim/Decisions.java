package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.SettledChange;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Applies decisions to the changes of one account, whose lock is held. */
final class Decisions {
  private final Settlement settlement;
  private final long accountId;
  private final Instant now;

  Decisions(Settlement settlement, long accountId, Instant now) {
    this.settlement = settlement;
    this.accountId = accountId;
    this.now = now;
  }

  void apply(Sql sql, List<Decision> decisions) throws SQLException {
    List<SettledChange> plain = plain(sql, decisions);
    if (!plain.isEmpty()) {
      settlement.settled(sql, plain, now);
    }
    Set<Long> done = plain.stream().map(one -> one.change().seq()).collect(Collectors.toSet());
    for (Decision decision : decisions) {
      if (!done.contains(decision.seq())) {
        apply(sql, decision);
      }
    }
  }

  /** Those that can be settled in one go, in order. */
  private List<SettledChange> plain(Sql sql, List<Decision> decisions) throws SQLException {
    Map<Long, Decision.Settle> settled = new LinkedHashMap<>();
    for (Decision decision : decisions) {
      if (decision instanceof Decision.Settle one) {
        settled.put(one.seq(), one);
      }
    }
    return ChangeRow.find(sql, List.copyOf(settled.keySet())).stream()
        .map(this::inDelivery)
        .map(change -> new SettledChange(change, settled.get(change.seq())))
        .filter(SettledChange::isPlain)
        .toList();
  }

  private void apply(Sql sql, Decision decision) throws SQLException {
    ChangeRow change =
        inDelivery(
            ChangeRow.find(sql, decision.seq()).orElseThrow(() -> notInDelivery(decision.seq())));
    if (decision instanceof Decision.Settle settled) {
      settlement.settled(sql, change, settled, now);
    } else if (decision instanceof Decision.Retry again) {
      settlement.again(sql, change, again);
    } else if (decision instanceof Decision.Unexpected unexpected) {
      settlement.unexpected(sql, change, unexpected.message(), now);
    } else if (decision instanceof Decision.Awaiting awaiting) {
      settlement.awaiting(sql, change, awaiting, now);
    } else if (decision instanceof Decision.NoSecret noSecret) {
      settlement.noSecret(sql, noSecret);
    } else if (decision instanceof Decision.OtherCertificate other) {
      settlement.otherCertificate(sql, other, now);
    } else if (decision instanceof Decision.Unfit unfit) {
      settlement.unfit(sql, change, unfit, now);
    }
  }

  private ChangeRow inDelivery(ChangeRow change) {
    if (!change.isHead() || change.accountId() != accountId) {
      throw notInDelivery(change.seq());
    }
    return change;
  }

  private static IllegalArgumentException notInDelivery(long seq) {
    return new IllegalArgumentException("change " + seq + " is not in delivery here");
  }
}
