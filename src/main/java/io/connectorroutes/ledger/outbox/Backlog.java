package io.connectorroutes.ledger.outbox;

import java.time.Instant;

/**
 * The changes of one job in one account that wait or are being sent, replays included.
 *
 * @param account its key
 * @param open how many
 * @param later those of them whose time has not come; they are not enqueued yet
 * @param lastDue when the last of those is due; null where there are none
 * @param paused whether a person, or a bound, lets nothing of the job be sent
 */
record Backlog(
    String account, long jobId, long open, long later, Instant lastDue, boolean paused) {}
