package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Decision;
import java.time.Duration;
import java.util.Optional;

/** What came of a change that was sent at once. */
public sealed interface ImmediateResult {
  /**
   * It is over.
   *
   * @param outcome APPLIED, NO_OP or FAILED; where it is FAILED, nothing was done
   * @param resourceId id of the object that was created or changed; null where there is none
   * @param httpStatus of Graph's answer; null where none was needed
   * @param errorCode Graph's or one of ours; null where it did not fail
   * @param message one line without a secret; null where there is nothing to say
   * @param requestId Graph's; null where there is none
   */
  record Settled(
      Outcome outcome,
      String resourceId,
      Integer httpStatus,
      String errorCode,
      String message,
      String requestId)
      implements ImmediateResult {
    static Settled of(Decision.Settle settle) {
      return new Settled(
          settle.outcome(),
          settle.resourceId(),
          settle.httpStatus(),
          settle.errorCode(),
          settle.message(),
          settle.requestId());
    }
  }

  /**
   * It may be sent again, but for {@link Reason#UNKNOWN}.
   *
   * @param httpStatus of Graph's answer; null where none came
   * @param errorCode Graph's or one of ours; never null
   * @param message one line without a secret
   * @param requestId Graph's; null where there is none
   * @param retryAfter how long Graph asks to wait
   */
  record Unsettled(
      Reason reason,
      Integer httpStatus,
      String errorCode,
      String message,
      String requestId,
      Optional<Duration> retryAfter)
      implements ImmediateResult {}

  /** Why it is not over. */
  enum Reason {
    /** The tenant is to pause. */
    THROTTLED,
    /** No token could be had, or none that Graph takes. */
    NO_TOKEN,
    /** Something else goes on in the tenant at the same time. */
    CONFLICT,
    /** It was not done, or may be done twice. */
    UNAVAILABLE,
    /** It may have been done, and must not be done twice. */
    UNKNOWN
  }
}
