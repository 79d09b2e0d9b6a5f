package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Workers;
import java.time.Instant;

/** Says in the ledger that this process delivers. Thread safe. */
final class Heartbeat {
  private final Ledger ledger;
  private final String worker;

  /** Null while it does not deliver. */
  private Instant last;

  Heartbeat(Ledger ledger, String worker) {
    this.ledger = ledger;
    this.worker = worker;
  }

  /** This process delivers; to be called every second or so. */
  synchronized void beat() {
    Instant now = ledger.clock().instant();
    if (last == null || !now.isBefore(last.plus(Workers.BEAT))) {
      ledger.workers().seen(worker);
      last = now;
    }
  }

  /** It does not any more. */
  synchronized void end() {
    if (last != null) {
      last = null;
      ledger.workers().left(worker);
    }
  }
}
