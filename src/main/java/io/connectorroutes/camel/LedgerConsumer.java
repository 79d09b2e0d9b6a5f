package io.connectorroutes.camel;

import io.connectorroutes.ledger.LedgerUnavailableException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes from the ledger with a fixed number of threads, each of which asks for work only when it
 * is free: so a slow exchange never holds up a claimed one. Woken by a nudge after each commit that
 * may have made work; the poll is a safety net and serves the rows of other workers.
 */
class LedgerConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerConsumer.class);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final LedgerEndpoint endpoint;
  private final int threads;
  private final LedgerSource source;
  private final WorkSignal signal = new WorkSignal();

  /** Threads that look for work, or have it. */
  private final AtomicInteger taking = new AtomicInteger();

  /** Told once, not by each thread at each try. */
  private final AtomicBoolean away = new AtomicBoolean();

  private ExecutorService workers;
  private ScheduledExecutorService tending;

  LedgerConsumer(LedgerEndpoint endpoint, Processor processor, int threads, LedgerSource source) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.threads = threads;
    this.source = source;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    endpoint.getComponent().ledger().onWork(signal::raise);
    String name = endpoint.getEndpointUri();
    var executors = endpoint.getCamelContext().getExecutorServiceManager();
    tending = executors.newSingleThreadScheduledExecutor(this, name + "-tend");
    var unused = tending.scheduleWithFixedDelay(this::tend, 1, 1, TimeUnit.SECONDS);
    workers = executors.newFixedThreadPool(this, name, threads);
    for (int i = 0; i < threads; i++) {
      workers.execute(this::work);
    }
  }

  /** Who tells what others have done goes on until those are done. */
  @Override
  public boolean deferShutdown(ShutdownRunningTask task) {
    return source.tellsOfOthers();
  }

  /**
   * A claim that is being taken is no exchange yet, so Camel would not wait for it: it would stop
   * the routes behind this one, and the claim's lease would stay. What is told of others is in the
   * ledger until it was told, and {@link #doStop} tells it.
   */
  @Override
  public int getPendingExchangesSize() {
    return source.tellsOfOthers() ? 0 : taking.get();
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
    signal.raise();
    var executors = endpoint.getCamelContext().getExecutorServiceManager();
    if (workers != null) {
      executors.shutdownGraceful(workers);
      executors.shutdownNow(tending);
      workers = null;
      tellTheRest();
    }
    super.doStop();
  }

  private void tellTheRest() {
    boolean more = source.tellsOfOthers();
    while (more) {
      more = takeSafely();
    }
  }

  private void work() {
    while (isRunAllowed() && !isStoppingOrStopped() && !Thread.currentThread().isInterrupted()) {
      if (!takeUnlessSuspended()) {
        signal.await(patience());
      }
    }
    signal.raise();
  }

  /** Counted before it asks: whoever suspends this and then counts misses nobody. */
  private boolean takeUnlessSuspended() {
    taking.incrementAndGet();
    try {
      return !isSuspendingOrSuspended() && takeSafely();
    } finally {
      taking.decrementAndGet();
    }
  }

  /** How long to wait is asked of the ledger as well, which may be away. */
  private Duration patience() {
    try {
      return source.patience();
    } catch (RuntimeException e) {
      LOG.debug("{} waits for the ledger: {}", endpoint.getEndpointUri(), e.getMessage());
      return AFTER_FAILURE;
    }
  }

  private boolean takeSafely() {
    try {
      boolean taken = source.take(signal::raise);
      away.set(false);
      return taken;
    } catch (LedgerUnavailableException e) {
      if (away.compareAndSet(false, true)) {
        LOG.warn("{} waits for the ledger: {}", endpoint.getEndpointUri(), e.getMessage());
      }
    } catch (Exception e) {
      LOG.warn("{} failed and is tried again: {}", endpoint.getEndpointUri(), e.toString());
      // Not at the next nudge: what fails now fails a moment later as well.
      LockSupport.parkNanos(AFTER_FAILURE.toNanos());
    }
    return false;
  }

  private void tend() {
    try {
      source.tend();
    } catch (RuntimeException e) {
      LOG.warn("{} could not be tended: {}", endpoint.getEndpointUri(), e.getMessage());
    }
  }
}
