package io.connectorroutes.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

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
    for (Verdict verdict : verdicts) {
      ChangeRow change = head(sql, verdict.seq());
      if (verdict instanceof Verdict.Settled settled) {
        settlement.settled(sql, change, settled, now);
      } else if (verdict instanceof Verdict.Again again) {
        settlement.again(sql, change, again);
      } else if (verdict instanceof Verdict.Awaiting awaiting) {
        settlement.awaiting(sql, change, awaiting, now);
      }
    }
  }

  private ChangeRow head(Sql sql, long seq) throws SQLException {
    return ChangeRow.find(sql, seq)
        .filter(change -> change.isHead() && change.accountId() == accountId)
        .orElseThrow(
            () -> new IllegalArgumentException("change " + seq + " is not in delivery here"));
  }
}
