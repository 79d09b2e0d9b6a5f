package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Workers;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Says in the ledger that this process delivers, and what it cannot publish. Thread safe. */
final class Heartbeat {
  private final Ledger ledger;
  private final String worker;
  private final Supplier<List<String>> unpublished;

  /** Null while it does not deliver. */
  private Instant last;

  /** As the ledger has it. */
  private List<String> said = List.of();

  /**
   * Not delivering at first.
   *
   * @param unpublished what this process cannot publish now, a line each
   */
  Heartbeat(Ledger ledger, String worker, Supplier<List<String>> unpublished) {
    this.ledger = ledger;
    this.worker = worker;
    this.unpublished = unpublished;
  }

  /** This process delivers; to be called every second or so. */
  synchronized void beat() {
    Instant now = ledger.clock().instant();
    List<String> lines = unpublished.get();
    if (last == null || !now.isBefore(last.plus(Workers.BEAT)) || !lines.equals(said)) {
      ledger.workers().seen(worker, lines);
      last = now;
      said = lines;
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
