package io.connectorroutes.ledger;

/**
 * What is settled, for whoever wants all of it: each subscriber has a position of its own in the
 * ledger and is given everything at least once, in one order, however many others there are. It
 * takes nothing away from the {@link Outbox}.
 */
public interface Subscriptions {
  /** Outcomes, in about the order in which they were settled. */
  Subscription<OutcomeRecord> outcomes(Subscriber subscriber);

  /** Dead letters, in the order in which they were opened; one that was replayed since as well. */
  Subscription<DeadLetter> deadLetters(Subscriber subscriber);
}
