package io.connectorroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.ConnectorChange;
import org.junit.jupiter.api.Test;

/** A message that is rejected and comes again, since its broker did not learn that it was taken. */
abstract class RejectedAgainContract extends HostContract {
  private int rejections() {
    return ledger.outbox().outcomes(10).size();
  }

  @Test
  void theSameMessageIsRejectedOnce() {
    ledger.recorder().recordMessage(QUEUE, Samples.rejected(0, "c1", "{}"));
    ledger.recorder().recordMessage(QUEUE, Samples.rejected(0, "c1", "{}"));
    assertThat(rejections()).isOne();
  }

  @Test
  void anotherMessageIsRejectedByItselfWhateverIdItsSenderGaveIt() {
    ledger.recorder().recordMessage(QUEUE, Samples.rejected(0, "c1", "{}"));
    ledger.recorder().recordMessage(QUEUE, Samples.rejected(0, "c1", "{\"a\":1}"));
    ledger.recorder().recordMessage("queue:other", Samples.rejected(0, "c1", "{}"));
    assertThat(rejections()).isEqualTo(3);
  }

  @Test
  void oneThatReusesAnIdIsRejectedOnce() {
    ConnectorChange first = Samples.update("c1", "x");
    ledger.recorder().recordMessage(QUEUE, Samples.message(first));
    ledger.recorder().recordMessage(QUEUE, Samples.message(Samples.update("c1", "y")));
    ledger.recorder().recordMessage(QUEUE, Samples.message(Samples.update("c1", "y")));
    assertThat(rejections()).isOne();
    ledger.recorder().recordMessage(QUEUE, Samples.message(Samples.update("c1", "z")));
    assertThat(rejections()).isEqualTo(2);
  }
}
