package io.connectorroutes.camel.change;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.delivery.ImmediateResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** What came of a call, as the body of an exchange or as an exception. */
final class CallResult {
  /** The field that says how the change ended. */
  static final String OUTCOME = "outcome";

  private static final int CONFLICT = 409;

  private CallResult() {}

  /**
   * The body: {@code outcome}, {@code resourceId}, {@code httpStatus}, {@code message} and {@code
   * requestId}, as in outcome lines and absent where they do not apply.
   *
   * @throws GraphCallException where the change is not known to be applied
   */
  static Map<String, Object> of(ImmediateResult result) throws GraphCallException {
    if (result instanceof ImmediateResult.Unsettled unsettled) {
      throw exception(unsettled);
    }
    ImmediateResult.Settled settled = (ImmediateResult.Settled) result;
    if (settled.outcome() != Outcome.APPLIED && settled.outcome() != Outcome.NO_OP) {
      throw exception(settled);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(OUTCOME, settled.outcome().wireName());
    putIfPresent(body, "resourceId", settled.resourceId());
    putIfPresent(body, "httpStatus", settled.httpStatus());
    putIfPresent(body, "message", settled.message());
    putIfPresent(body, "requestId", settled.requestId());
    return body;
  }

  private static void putIfPresent(Map<String, Object> body, String name, Object value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  private static GraphCallException exception(ImmediateResult.Settled refused) {
    Integer status = refused.httpStatus();
    return status != null && status == CONFLICT
        ? new ConflictException(refused.message(), status, refused.errorCode(), refused.requestId())
        : new RefusedException(refused.message(), status, refused.errorCode(), refused.requestId());
  }

  private static GraphCallException exception(ImmediateResult.Unsettled unsettled) {
    String message = unsettled.message();
    Integer status = unsettled.httpStatus();
    String code = unsettled.errorCode();
    String requestId = unsettled.requestId();
    return switch (unsettled.reason()) {
      case THROTTLED ->
          new ThrottledException(
              message, status, code, requestId, unsettled.retryAfter().orElse(null));
      case NO_TOKEN -> new NoTokenException(message, status, code, requestId);
      case CONFLICT -> new ConflictException(message, status, code, requestId);
      case UNAVAILABLE -> new GraphUnavailableException(message, status, code, requestId);
      case UNKNOWN ->
          new OutcomeUnknownException(
              message + "; it may have been carried out: look before it is sent again",
              status,
              code,
              requestId);
    };
  }
}
