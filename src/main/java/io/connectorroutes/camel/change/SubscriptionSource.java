package io.connectorroutes.camel.change;

import io.connectorroutes.camel.ledger.LedgerSource;
import io.connectorroutes.camel.ledger.PollDelay;
import io.connectorroutes.camel.ledger.PublisherLease;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.ledger.Subscription;
import io.connectorroutes.ledger.Subscription.Entry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RollbackExchangeException;

/**
 * What a subscriber has not had, one exchange after the other; its position is acknowledged once
 * its exchange has completed. What failed comes again after a while, and nothing behind it comes
 * first. Of several processes, and of several routes in one, one reads for a subscriber. For one
 * thread.
 */
final class SubscriptionSource<T> implements LedgerSource {
  /** Other processes settle as well, and send no signals here. */
  private static final Duration SOON = Duration.ofMillis(100);

  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final String subject;
  private final Signal.Kind kind;
  private final Endpoint endpoint;
  private final Processor processor;
  private final Subscription<T> subscription;
  private final int most;
  private final BiConsumer<T, Exchange> writer;
  private final PublisherLease lease;
  private final PollDelay pollDelay = new PollDelay(SOON, LONGEST, System::nanoTime);
  private final AtomicBoolean isSignalled = new AtomicBoolean();

  /** Read, and not done with. */
  private final Queue<Entry<T>> ahead = new ArrayDeque<>();

  /**
   * Reads for a subscriber.
   *
   * @param subject what is read and by whom, in the plural, for the log
   * @param kind of the signals that there is something
   * @param most how many are read at once
   * @param writer makes a message of one
   * @param lease how long the ledger keeps it for this one
   */
  SubscriptionSource(
      String subject,
      Signal.Kind kind,
      Endpoint endpoint,
      Processor processor,
      Subscription<T> subscription,
      int most,
      BiConsumer<T, Exchange> writer,
      Duration lease) {
    this.subject = subject;
    this.kind = kind;
    this.endpoint = endpoint;
    this.processor = processor;
    this.subscription = subscription;
    this.most = most;
    this.writer = writer;
    this.lease =
        new PublisherLease(
            subscription::lease, subscription::release, lease, LONGEST, System::nanoTime);
  }

  @Override
  public Signal.Kind kind() {
    return kind;
  }

  @Override
  public void signalled() {
    isSignalled.set(true);
  }

  @Override
  public boolean take(Runnable found) throws Exception {
    boolean mayBeOurs = isSignalled.getAndSet(false);
    if (!lease.isHeld()) {
      // Another one may be ahead of what was read.
      ahead.clear();
      pollDelay.foundNothing();
      return false;
    }
    if (ahead.isEmpty()) {
      ahead.addAll(subscription.next(most));
    }
    Entry<T> next = ahead.peek();
    if (next == null) {
      pollDelay.foundNothing();
      return false;
    }
    pollDelay.found(mayBeOurs);
    process(next);
    subscription.acknowledge(next.position());
    ahead.remove();
    return true;
  }

  private void process(Entry<T> entry) throws Exception {
    Exchange exchange = endpoint.createExchange();
    writer.accept(entry.what(), exchange);
    processor.process(exchange);
    if (exchange.isFailed() || exchange.isRollbackOnly()) {
      ahead.clear();
      lease.release();
      throw exchange.getException() == null
          ? new RollbackExchangeException(exchange)
          : exchange.getException();
    }
  }

  /** A new subscriber is known from now on, where the ledger is there. */
  @Override
  public void started() {
    lease.isHeld();
  }

  @Override
  public boolean stopsAtFailure() {
    return true;
  }

  @Override
  public void housekeep() {
    lease.keep();
  }

  @Override
  public void stopped() {
    lease.release();
  }

  @Override
  public Duration pollDelay() {
    return pollDelay.get();
  }

  @Override
  public String subject() {
    return subject;
  }
}
