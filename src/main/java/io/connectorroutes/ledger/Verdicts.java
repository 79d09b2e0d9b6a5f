package io.connectorroutes.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Applies verdicts to the changes of one account, whose lock is held. */
final class Verdicts {
  private final Settlement settlement;
  private final long accountId;
  private final Instant now;

  Verdicts(Settlement settlement, long accountId, Instant now) {
    this.settlement = settlement;
    this.accountId = accountId;
    this.now = now;
  }

  void apply(Sql sql, List<Verdict> verdicts) throws SQLException {
    List<Ended> plain = plain(sql, verdicts);
    if (!plain.isEmpty()) {
      settlement.settled(sql, plain, now);
    }
    Set<Long> done = plain.stream().map(one -> one.change().seq()).collect(Collectors.toSet());
    for (Verdict verdict : verdicts) {
      if (!done.contains(verdict.seq())) {
        apply(sql, verdict);
      }
    }
  }

  /** Those that can be settled in one go, in order. */
  private List<Ended> plain(Sql sql, List<Verdict> verdicts) throws SQLException {
    Map<Long, Verdict.Settled> settled = new LinkedHashMap<>();
    for (Verdict verdict : verdicts) {
      if (verdict instanceof Verdict.Settled one) {
        settled.put(one.seq(), one);
      }
    }
    return ChangeRow.find(sql, List.copyOf(settled.keySet())).stream()
        .map(this::inDelivery)
        .map(change -> new Ended(change, settled.get(change.seq())))
        .filter(Ended::isPlain)
        .toList();
  }

  private void apply(Sql sql, Verdict verdict) throws SQLException {
    ChangeRow change =
        inDelivery(
            ChangeRow.find(sql, verdict.seq()).orElseThrow(() -> notInDelivery(verdict.seq())));
    if (verdict instanceof Verdict.Settled settled) {
      settlement.settled(sql, change, settled, now);
    } else if (verdict instanceof Verdict.Again again) {
      settlement.again(sql, change, again);
    } else if (verdict instanceof Verdict.Unexpected unexpected) {
      settlement.unexpected(sql, change, unexpected.message(), now);
    } else if (verdict instanceof Verdict.Awaiting awaiting) {
      settlement.awaiting(sql, change, awaiting, now);
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
