/**
 * Lets accepted changes into the order, those of an account as they were accepted: messages and
 * replays at once, files in bounded steps. Read {@link io.connectorroutes.ledger.enqueue.Enqueuer}
 * first, then {@code Accepted} (what waits for it), {@code EnqueueStep} (what of a file comes next)
 * and {@code FairOrder} (ranks).
 */
package io.connectorroutes.ledger.enqueue;
