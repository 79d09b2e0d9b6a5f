package io.connectorroutes.ledger;

import io.connectorroutes.change.Outcome;
import java.time.Instant;

/**
 * One outcome of one change (or of one replay of it), as the outcome line has it. No secret, no
 * body.
 *
 * @param outcomeId a UUID; the same when a line is written again after a crash
 * @param seq the change's number in the ledger
 * @param time when it was settled
 * @param changeId never null; of a row whose own one broke its rule, one that was made up
 * @param givenChangeId the one that broke its rule, printable, at most 128 characters; else null
 * @param job the job's name
 * @param row null for messages
 * @param replay null, or 1 and up
 * @param tenant alias; null for the default tenant
 * @param operation null where it could not be read or is unknown
 * @param target short description; may be null
 * @param outcome never null
 * @param resourceId may be null
 * @param httpStatus may be null
 * @param errorCode may be null
 * @param message may be null
 * @param requestId may be null
 * @param clientRequestId of the last request; may be null
 * @param attempts requests of the change itself
 * @param graphRequests all requests for it, look-ups included
 * @param receivedAt when it was recorded
 */
public record OutcomeRecord(
    String outcomeId,
    long seq,
    Instant time,
    String changeId,
    String givenChangeId,
    String job,
    Integer row,
    Integer replay,
    String tenant,
    String operation,
    String target,
    Outcome outcome,
    String resourceId,
    Integer httpStatus,
    String errorCode,
    String message,
    String requestId,
    String clientRequestId,
    int attempts,
    int graphRequests,
    Instant receivedAt) {}
