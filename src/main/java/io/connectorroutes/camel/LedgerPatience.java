package io.connectorroutes.camel;

import io.connectorroutes.ledger.LedgerUnavailableException;
import io.connectorroutes.ledger.RepeatedFailures;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits in place while the database is away. Failing instead would send a message back to its
 * broker again and again until the broker gives it up; waiting holds as many messages as there are
 * consumers, none of them acknowledged, and everything goes on by itself.
 */
final class LedgerPatience {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerPatience.class);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

  private static final String LEDGER = "ledger";

  private final RepeatedFailures failures = new RepeatedFailures(LOG, Clock.systemUTC());
  private final BooleanSupplier ended;

  /**
   * Creates the patience of one producer.
   *
   * @param ended whether to give up since Camel is being stopped
   */
  LedgerPatience(BooleanSupplier ended) {
    this.ended = ended;
  }

  /** The patience of a step that needs the ledger, and is not the ledger's own. */
  static LedgerPatience of(Exchange exchange) {
    return new LedgerPatience(exchange.getContext()::isStopping);
  }

  /** Runs until it goes through; throws the last failure where waiting has to end. */
  void run(Runnable call) {
    call(
        () -> {
          call.run();
          return null;
        });
  }

  /** Calls until it goes through; throws the last failure where waiting has to end. */
  <T> T call(Supplier<T> call) {
    while (true) {
      try {
        T result = call.get();
        failures.recovered(LEDGER, "What came in goes on, the ledger is there again");
        return result;
      } catch (LedgerUnavailableException e) {
        if (ended.getAsBoolean() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        failures.failed(LEDGER, "What came in waits for the ledger: " + e.getMessage());
        LockSupport.parkNanos(PAUSE);
      }
    }
  }
}
