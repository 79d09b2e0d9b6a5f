package io.connectorroutes.camel.ledger;

import io.connectorroutes.camel.ledger.WorkSignal.Wake;
import io.connectorroutes.database.DatabaseUnavailableException;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.RepeatedFailures;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.text.Causes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes from the ledger with a fixed number of threads, each of which asks for work only when it
 * is free: so a slow exchange never holds up a claimed one. Woken by the signals of commits that
 * made work; the poll is a safety net and serves the rows of other workers.
 */
public class LedgerConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerConsumer.class);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final String LEDGER = "ledger";
  private static final String PUBLISHING = "publishing";

  /** User information, and the query behind its question mark. */
  private static final Pattern SECRETS_OF_URLS =
      Pattern.compile("(?<=://)[^/?#@\\s]+(?=@)|(?<=\\S\\?)[^\\s\"'>)\\]]+");

  private final Endpoint endpoint;
  private final Ledger ledger;
  private final int threads;
  private final LedgerSource source;
  private final WorkSignal signal = new WorkSignal();

  /** Threads that look for work, or have it. */
  private final AtomicInteger taking = new AtomicInteger();

  /** Told once, not by each thread at each try. */
  private final RepeatedFailures failures = new RepeatedFailures(LOG, Clock.systemUTC());

  /** Null where the last try went well; a look that tries nothing is none. */
  private volatile String problem;

  /** Whether the ledger has taken something in since it was away last. */
  private volatile boolean hasTakenIn;

  private volatile Duration pause = AFTER_FAILURE;
  private final InternalErrors errors = new InternalErrors(LOG);
  private volatile CountDownLatch stopped = new CountDownLatch(1);

  /** From its first start on. */
  private boolean isListening;

  private ExecutorService workers;
  private ScheduledExecutorService housekeeping;

  /**
   * Consumes what a source gives.
   *
   * @param ledger whose signals tell that there is something
   * @param threads how many exchanges may be under way at once; 1 and up
   */
  public LedgerConsumer(
      Endpoint endpoint, Ledger ledger, Processor processor, int threads, LedgerSource source) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.ledger = ledger;
    this.threads = threads;
    this.source = source;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    stopped = new CountDownLatch(1);
    if (!isListening) {
      ledger.onSignal(this::published);
      ledger.onTransaction(time -> hasTakenIn = true);
      isListening = true;
    }
    doSafely("the beginning", source::started);
    String name = endpoint.getEndpointUri();
    var executors = endpoint.getCamelContext().getExecutorServiceManager();
    housekeeping = executors.newSingleThreadScheduledExecutor(this, name + "-housekeeping");
    var unused = housekeeping.scheduleWithFixedDelay(this::housekeep, 1, 1, TimeUnit.SECONDS);
    workers = executors.newFixedThreadPool(this, name, threads);
    for (int i = 0; i < threads; i++) {
      workers.execute(this::work);
    }
  }

  /** Who publishes what others have done goes on until those are done. */
  @Override
  public boolean deferShutdown(ShutdownRunningTask task) {
    return source.drainsOnStop();
  }

  /**
   * A claim that is being taken is no exchange yet, so Camel would not wait for it: it would stop
   * the routes behind this one, and the claim's lease would stay. What is published of others is in
   * the ledger until it was published, and {@link #doStop} publishes it.
   */
  @Override
  public int getPendingExchangesSize() {
    return source.drainsOnStop() ? 0 : taking.get();
  }

  @Override
  public void prepareShutdown(boolean suspendOnly, boolean forced) {
    // There is nothing to prepare: stopping waits for the exchanges in flight.
  }

  @Override
  protected void doResume() {
    signal.raise();
  }

  @Override
  protected void doStop() throws Exception {
    stopped.countDown();
    signal.raise();
    var executors = endpoint.getCamelContext().getExecutorServiceManager();
    if (workers != null) {
      executors.shutdownGraceful(workers);
      executors.shutdownNow(housekeeping);
      workers = null;
      drainOnStop();
    }
    super.doStop();
  }

  private void drainOnStop() {
    boolean more = source.drainsOnStop();
    while (more) {
      more = takeSafely(true);
    }
    doSafely("the end", source::stopped);
  }

  /** Of other kinds of work others are published. */
  private void published(Signal made) {
    if (made.kind() != Signal.Kind.ANY && made.kind() != source.kind()) {
      return;
    }
    source.signalled();
    Instant now = ledger.clock().instant();
    if (made.from().isAfter(now)) {
      signal.raiseIn(Duration.between(now, made.from()));
    } else if (made.kind() == Signal.Kind.DUE) {
      signal.raise(made.accountId());
    } else {
      signal.raise();
    }
  }

  private void work() {
    Wake wake = Wake.LOOK;
    while (isRunAllowed() && !isStoppingOrStopped() && !Thread.currentThread().isInterrupted()) {
      boolean looks = wake == Wake.LOOK;
      boolean taken = takeUnlessSuspended(looks);
      if (!looks) {
        wake = signal.next();
      } else if (!taken) {
        wake = signal.next(pollDelay());
      }
    }
    signal.raise();
  }

  /** Counted before it asks: whoever suspends this and then counts misses nobody. */
  private boolean takeUnlessSuspended(boolean looks) {
    taking.incrementAndGet();
    try {
      return !isSuspendingOrSuspended() && takeSafely(looks);
    } finally {
      taking.decrementAndGet();
    }
  }

  /** How long to wait is asked of the ledger as well, which may be away. */
  private Duration pollDelay() {
    try {
      return source.pollDelay();
    } catch (RuntimeException | StackOverflowError e) {
      LOG.debug("{} waits for the ledger: {}", endpoint.getEndpointUri(), e.getMessage());
      return AFTER_FAILURE;
    }
  }

  /** What the last try failed of; empty where it went well. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  private boolean takeSafely(boolean looks) {
    try {
      boolean taken = looks ? source.take(signal::raise) : source.takeSignalled();
      wentWell();
      return taken;
    } catch (DatabaseUnavailableException e) {
      isAway(e);
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      failed(e);
    }
    return false;
  }

  private void isAway(DatabaseUnavailableException e) {
    hasTakenIn = false;
    failures.failed(LEDGER, source.subject() + " wait for the ledger: " + e.getMessage());
  }

  private void wentWell() {
    // A look that finds nothing only reads, which a full disk lets through.
    if (hasTakenIn) {
      failures.recovered(LEDGER, source.subject() + " go on, the ledger is there again");
    }
    if (problem != null && source.hasRecovered()) {
      problem = null;
      failures.recovered(PUBLISHING, source.subject() + " are published again");
    }
    if (problem == null) {
      pause = AFTER_FAILURE;
    }
  }

  private void failed(Throwable e) {
    LOG.debug("{} failed", endpoint.getEndpointUri(), e);
    String kind = e.getClass().getName();
    if (kind.startsWith("java.lang.") || kind.startsWith("java.util.")) {
      errors.log(endpoint.getEndpointUri() + " (" + kind + ")", e);
    }
    String reason = reason(e);
    Duration now = pause;
    if (source.stopsAtFailure()) {
      problem = reason;
      failures.failed(
          PUBLISHING, source.subject() + " cannot be published and are tried again: " + reason);
      Duration doubled = now.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    } else {
      // Whether another thread went well says nothing of this failure, so nobody takes it back.
      failures.failed(kind, source.subject() + " failed and are tried again: " + reason);
    }
    rest(now);
  }

  /**
   * Without Camel's words about the exchange, which stand around the failure, and without what can
   * be secret in the URI of an endpoint: some components repeat it.
   */
  private static String reason(Throwable failure) {
    Throwable e = failure;
    while (e instanceof CamelExchangeException && e.getCause() != null) {
      e = e.getCause();
    }
    return e.getMessage() == null
        ? e.getClass().getSimpleName()
        : SECRETS_OF_URLS.matcher(e.getMessage()).replaceAll("…");
  }

  /** Not until the next signal: what fails now fails a moment later as well. */
  private void rest(Duration time) {
    try {
      var unused = stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void housekeep() {
    // An exception would end all further rounds, and so the renewal of leases.
    if (isSuspended() && taking.get() == 0) {
      doSafely("the end", source::stopped);
    } else {
      doSafely("housekeeping", source::housekeep);
    }
  }

  private void doSafely(String what, Runnable work) {
    try {
      work.run();
    } catch (DatabaseUnavailableException e) {
      isAway(e);
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      if (!isCutShort(e)) {
        errors.log(what + " of " + endpoint.getEndpointUri(), e);
      }
    }
  }

  /** When the routes stop, what waits for a connection to the ledger is interrupted. */
  private boolean isCutShort(Throwable failure) {
    return isStoppingOrStopped() && Causes.first(failure, InterruptedException.class).isPresent();
  }
}
