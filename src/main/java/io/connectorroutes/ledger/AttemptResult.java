package io.connectorroutes.ledger;

/**
 * What came back for one intent, for the history of attempts. Holds no body and no secret.
 *
 * @param clientRequestId of the intent
 * @param httpStatus null where no answer came
 * @param errorCode Graph's error code or one of ours ({@code timeout}, {@code connectionLost});
 *     null for success
 * @param message Graph's message, one line, shortened; null for success
 * @param requestId Graph's {@code request-id}; null where there is none
 * @param sent false where it is certain that nothing left (no token, connection refused)
 */
public record AttemptResult(
    String clientRequestId,
    Integer httpStatus,
    String errorCode,
    String message,
    String requestId,
    boolean sent) {}
