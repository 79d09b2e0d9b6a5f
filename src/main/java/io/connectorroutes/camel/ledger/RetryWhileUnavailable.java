package io.connectorroutes.camel.ledger;

import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.RepeatedFailures;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits in place while the database is away. Failing instead would send a message back to its
 * broker again and again until the broker gives it up; waiting holds as many messages as there are
 * consumers, none of them acknowledged, and everything goes on by itself.
 */
public final class RetryWhileUnavailable {
  private static final Logger LOG = LoggerFactory.getLogger(RetryWhileUnavailable.class);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final String LEDGER = "ledger";

  private final BooleanSupplier ended;
  private final Consumer<DatabaseUnavailableException> away;
  private final Runnable back;

  /**
   * Creates the retries of one producer.
   *
   * @param ended whether to give up since Camel is being stopped
   */
  RetryWhileUnavailable(BooleanSupplier ended) {
    this(ended, new RepeatedFailures(LOG, Clock.systemUTC()));
  }

  private RetryWhileUnavailable(BooleanSupplier ended, RepeatedFailures failures) {
    this(
        ended,
        e -> failures.failed(LEDGER, "What came in waits for the ledger: " + e.getMessage()),
        () -> failures.recovered(LEDGER, "What came in goes on, the ledger is there again"));
  }

  private RetryWhileUnavailable(
      BooleanSupplier ended, Consumer<DatabaseUnavailableException> away, Runnable back) {
    this.ended = ended;
    this.away = away;
    this.back = back;
  }

  /**
   * Retries of a command beside the routes, which log that the ledger is away.
   *
   * @param ended whether to give up
   * @param away told of each failure that is waited for
   */
  public static RetryWhileUnavailable until(
      BooleanSupplier ended, Consumer<DatabaseUnavailableException> away) {
    return new RetryWhileUnavailable(ended, away, () -> {});
  }

  /** The same ones, which give up as well where whoever sent the exchange waits no longer. */
  RetryWhileUnavailable of(BooleanSupplier isGivenUp) {
    return new RetryWhileUnavailable(
        () -> ended.getAsBoolean() || isGivenUp.getAsBoolean(), away, back);
  }

  /** Retries of a step that needs the ledger, and is not the ledger's own. */
  public static RetryWhileUnavailable of(Exchange exchange) {
    return new RetryWhileUnavailable(exchange.getContext()::isStopping);
  }

  /** Runs until it goes through; throws the last failure where waiting has to end. */
  public void run(Runnable call) {
    call(
        () -> {
          call.run();
          return null;
        });
  }

  /**
   * Runs until it goes through, whatever it fails of: once more after a second, then after more and
   * more of them, up to a minute. So a message does not go to and fro between its broker and us;
   * those of other consumers go on meanwhile.
   *
   * @param about what is run, for the log
   */
  public void runUntilDone(String about, Runnable call) {
    Duration wait = FIRST_WAIT;
    InternalErrors errors = new InternalErrors(LOG);
    while (true) {
      try {
        run(call);
        return;
      } catch (RuntimeException | Error e) {
        InternalErrors.requireOfOneChange(e);
        errors.log(about, e);
        if (!waited(wait)) {
          throw e;
        }
        wait =
            wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
      }
    }
  }

  /** False where waiting has to end. */
  private boolean waited(Duration wait) {
    long end = System.nanoTime() + wait.toNanos();
    while (System.nanoTime() < end) {
      if (ended.getAsBoolean() || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(LOOK);
    }
    return true;
  }

  /** Calls until it goes through; throws the last failure where waiting has to end. */
  public <T> T call(Supplier<T> call) {
    while (true) {
      try {
        T result = call.get();
        back.run();
        return result;
      } catch (DatabaseUnavailableException e) {
        if (ended.getAsBoolean() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        away.accept(e);
        LockSupport.parkNanos(PAUSE);
      }
    }
  }
}
