package io.connectorroutes.ledger;

import java.time.Instant;

/**
 * One Graph request in the history of a change.
 *
 * @param kind what it was for
 * @param method HTTP method
 * @param path encoded path with version and query
 * @param sentAt when it was about to leave
 * @param answeredAt null while it is open, and for one that was given up in a crash
 * @param httpStatus null where no answer came
 * @param errorCode null for success
 * @param message null for success
 * @param requestId Graph's; may be null
 * @param clientRequestId ours
 */
public record AttemptRecord(
    Intent.Kind kind,
    String method,
    String path,
    Instant sentAt,
    Instant answeredAt,
    Integer httpStatus,
    String errorCode,
    String message,
    String requestId,
    String clientRequestId) {}
