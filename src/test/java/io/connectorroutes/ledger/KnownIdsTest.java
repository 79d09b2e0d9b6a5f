package io.connectorroutes.ledger;

import static io.connectorroutes.ledger.Samples.row;
import static io.connectorroutes.ledger.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is known of the ids of rows that are not recorded. */
@OnBothDatabases
class KnownIdsTest extends LedgerSuite {
  private Map<Integer, KnownChange> known(ReceivedRow... rows) {
    return ledger.recorder().known(List.of(rows));
  }

  @Test
  void anIdIsKnownWithItsOutcomeAndWhetherItStandsForTheSame() {
    Instant began = clock.instant();
    send(update("settled", "x"), update("open", "y"));
    assertThat(deliver(Outcome.APPLIED)).isEqualTo("settled");

    assertThat(
            known(
                row(1, update("settled", "x")),
                row(2, update("new", "x")),
                row(3, update("open", "y")),
                row(4, update("open", "z")),
                row(5, update("settled", "x"))))
        .containsOnly(
            Map.entry(0, new KnownChange(began, Outcome.APPLIED, true)),
            Map.entry(2, new KnownChange(began, null, true)),
            Map.entry(3, new KnownChange(began, null, false)),
            Map.entry(4, new KnownChange(began, Outcome.APPLIED, true)));
    assertThat(ledger.reports().openChanges()).as("nothing is recorded").isEqualTo(1);
  }

  @Test
  void whatWasRejectedHasNotUsedItsIdUp() {
    ReceivedRow.Problem problem = new ReceivedRow.Problem("target.id", "invalid", "why");
    importFile("a.jsonl", row(1, update("bad", "x")).rejected(problem));

    assertThat(known(row(1, update("bad", "x")))).isEmpty();
  }

  @Test
  void aRowWhoseSecretIsGoneIsKnownAndOneThatCannotBeReadIsNot() {
    send(update("a", "x"));
    ReceivedRow.Problem away = new ReceivedRow.Problem("properties", "secret", "it is gone");

    assertThat(known(row(1, update("a", "x")).rejected(away)).get(0).isSame()).isTrue();
    assertThat(known(row(1, update("a", "x")).unreadable(away))).isEmpty();
    assertThat(known()).isEmpty();
  }
}
