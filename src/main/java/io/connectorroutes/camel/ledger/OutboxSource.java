package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.Outbox;
import io.connectorroutes.ledger.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Publishes what the ledger's outbox holds, one exchange after the other, and marks it once its
 * exchange has completed. What failed is published again after a while: nothing behind it is
 * published first. One worker publishes, and of it one thread, so it calls no other; where it fails
 * another worker may try.
 */
class OutboxSource<T> implements LedgerSource {
  /** Of a claim's lease: others go on with publishing sooner than with calls. */
  private static final int PARTS_OF_LEASE = 4;

  /** Other workers settle as well, and their processes send no signals here. */
  private static final Duration SOON = Duration.ofMillis(100);

  private final String subject;
  private final Signal.Kind kind;
  private final PublisherLease lease;
  private final LedgerEndpoint endpoint;
  private final Processor processor;
  private final Outbox outbox;
  private final Function<Outbox, Optional<T>> next;
  private final BiConsumer<Outbox, T> mark;
  private final Function<T, Object> first;
  private final Predicate<T> isAll;
  private final PollDelay pollDelay;
  private final AtomicBoolean isSignalled = new AtomicBoolean();

  /** Whether the last look was for what this one may publish; another worker may be it. */
  private volatile boolean hasTried;

  /** The first of what this one tried to publish last; null before that. */
  private volatile Object tried;

  /**
   * Publishes one kind of things.
   *
   * @param kind of the signals that there are some
   * @param next what is published next; empty for nothing
   * @param mark marks it as published
   * @param first tells the first of what is published next from others, whatever comes behind it
   * @param isAll whether what was published was all that there was; else it is looked again
   */
  OutboxSource(
      String subject,
      Signal.Kind kind,
      LedgerEndpoint endpoint,
      Processor processor,
      Function<Outbox, Optional<T>> next,
      BiConsumer<Outbox, T> mark,
      Function<T, Object> first,
      Predicate<T> isAll) {
    this.subject = subject;
    this.kind = kind;
    this.endpoint = endpoint;
    this.processor = processor;
    this.outbox = endpoint.getComponent().ledger().outbox();
    this.next = next;
    this.mark = mark;
    this.first = first;
    this.isAll = isAll;
    this.pollDelay = new PollDelay(SOON, Duration.ofMillis(endpoint.getPoll()), System::nanoTime);
    String worker = endpoint.getComponent().worker();
    this.lease =
        new PublisherLease(
            time -> outbox.lease(kind, worker, time),
            () -> outbox.release(kind, worker),
            endpoint.getComponent().lease().dividedBy(PARTS_OF_LEASE),
            Duration.ofMillis(endpoint.getPoll()),
            System::nanoTime);
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
    boolean isOurs = lease.isHeld();
    Optional<T> published = isOurs ? next.apply(outbox) : Optional.empty();
    hasTried = isOurs;
    if (published.isEmpty()) {
      pollDelay.foundNothing();
      return false;
    }
    tried = first.apply(published.get());
    pollDelay.found(mayBeOurs);
    Exchange exchange = endpoint.createExchange();
    exchange.getMessage().setBody(published.get());
    processor.process(exchange);
    if (exchange.getException() != null) {
      lease.release();
      throw exchange.getException();
    }
    mark.accept(outbox, published.get());
    return !isAll.test(published.get());
  }

  /**
   * Whoever failed leaves it to others for a while: until then it is known from the ledger, where
   * what failed is the next no more once another worker has published it.
   */
  @Override
  public boolean hasRecovered() {
    return hasTried || next.apply(outbox).map(first).filter(one -> one.equals(tried)).isEmpty();
  }

  @Override
  public void housekeep() {
    lease.keep();
    endpoint.getComponent().deadLetterLog().logDue();
  }

  @Override
  public boolean drainsOnStop() {
    return true;
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
