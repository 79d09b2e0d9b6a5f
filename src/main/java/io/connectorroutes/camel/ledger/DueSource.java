package io.connectorroutes.camel.ledger;

import io.connectorroutes.delivery.GraphCall;
import io.connectorroutes.ledger.Claimed;
import io.connectorroutes.ledger.Deliveries;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.text.PrintableText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims calls that are due, and gives out their requests. The claim is an exchange property, so
 * that it is there whatever becomes of the message. Where the route did not settle it, it is
 * released if its call has not left; else it is recovered like that of a worker that died.
 */
class DueSource implements LedgerSource {
  private static final Logger LOG = LoggerFactory.getLogger(DueSource.class);
  private static final Duration SOONEST = Duration.ofMillis(1);

  /** Something is due that this worker could not have: another one is at it. */
  private static final Duration BUSY = Duration.ofMillis(50);

  /**
   * Most due changes of a tenant shown to the planner at once: what one {@code $batch} may hold.
   */
  private static final int MOST_DUE = 20;

  private final LedgerEndpoint endpoint;
  private final Processor processor;
  private final Ledger ledger;
  private final Heartbeat heartbeat;

  /** By lease. */
  private final Map<String, Claimed<?>> inFlight = new ConcurrentHashMap<>();

  private volatile Instant lastRenewal;

  /** When a search began that found nothing. */
  private volatile Instant lastSearch = Instant.MIN;

  DueSource(LedgerEndpoint endpoint, Processor processor) {
    this.endpoint = endpoint;
    this.processor = processor;
    this.ledger = endpoint.getComponent().ledger();
    LedgerComponent component = endpoint.getComponent();
    this.heartbeat = new Heartbeat(ledger, component.worker(), component::unpublished);
    this.lastRenewal = ledger.clock().instant();
  }

  @Override
  public Signal.Kind kind() {
    return Signal.Kind.DUE;
  }

  @Override
  public boolean take(Runnable found) throws Exception {
    LedgerComponent component = endpoint.getComponent();
    Deliveries deliveries = ledger.deliveries();
    Instant search = ledger.clock().instant();
    long claimedAt = System.nanoTime();
    Optional<Claimed<GraphCall>> claimed =
        deliveries.claim(component.worker(), MOST_DUE, component.planner());
    if (claimed.isEmpty()) {
      lastSearch = search;
      return false;
    }
    found.run();
    deliver(claimed.get(), claimedAt);
    return true;
  }

  @Override
  public boolean takeSignalled() throws Exception {
    LedgerComponent component = endpoint.getComponent();
    long claimedAt = System.nanoTime();
    Optional<Claimed<GraphCall>> claimed =
        ledger.deliveries().claimDue(component.worker(), MOST_DUE, component.planner());
    if (claimed.isPresent()) {
      deliver(claimed.get(), claimedAt);
    }
    return claimed.isPresent();
  }

  private void deliver(Claimed<GraphCall> claimed, long claimedAt) throws Exception {
    Exchange exchange = endpoint.createExchange();
    exchange.setProperty(LedgerProperties.CLAIM, claimed);
    exchange.setProperty(
        LedgerProperties.SEND_BEFORE, claimedAt + endpoint.getComponent().lease().toNanos() / 3);
    exchange.getMessage().setBody(claimed.request().request());
    inFlight.put(claimed.lease(), claimed);
    try {
      processor.process(exchange);
    } finally {
      inFlight.remove(claimed.lease());
      endpoint.getComponent().traces().sent(exchange);
    }
    if (exchange.getException() != null) {
      giveUp(claimed, exchange);
    }
  }

  /** What has not left, since the routes stop for instance, need not wait for the lease to end. */
  private void giveUp(Claimed<GraphCall> claimed, Exchange exchange) {
    boolean mayHaveLeft = exchange.getProperty(LedgerProperties.LEAVES, false, Boolean.class);
    LOG.warn(
        "A call for {} was not settled and {}: {}",
        endpoint.getComponent().waits().nameOf(claimed.account()),
        mayHaveLeft ? "will be recovered" : "is released, as it was not sent",
        PrintableText.of(exchange.getException()));
    if (!mayHaveLeft) {
      ledger.deliveries().release(claimed);
    }
  }

  @Override
  public Duration pollDelay() {
    Instant next = ledger.deliveries().nextDue().orElse(Instant.MAX);
    Instant now = ledger.clock().instant();
    Duration poll = Duration.ofMillis(endpoint.getPoll());
    if (!next.isBefore(now.plus(poll))) {
      return poll;
    }
    Duration wait = Duration.between(now, next);
    if (wait.compareTo(SOONEST) >= 0) {
      return wait;
    }
    // What became due after the search is nobody else's yet.
    return next.isAfter(lastSearch) ? SOONEST : BUSY;
  }

  @Override
  public void started() {
    heartbeat.beat();
  }

  @Override
  public void stopped() {
    heartbeat.end();
  }

  @Override
  public void housekeep() {
    // First: whatever fails of the rest, no lease may end for it.
    renew();
    heartbeat.beat();
    endpoint.getComponent().waits().housekeep();
  }

  private void renew() {
    Instant now = ledger.clock().instant();
    if (lastRenewal.plus(endpoint.getComponent().lease().dividedBy(3)).isAfter(now)) {
      return;
    }
    if (!inFlight.isEmpty()) {
      ledger.deliveries().renew(List.copyOf(inFlight.values()));
    }
    // Not before: where the ledger was away it is tried again at once, and not a third of a lease
    // later.
    lastRenewal = now;
    ledger.deliveries().recoverLeases(false);
    ledger.deliveries().repair();
  }

  @Override
  public String subject() {
    return "Calls of Graph";
  }
}
