package io.connectorroutes.delivery;

import io.connectorroutes.ledger.AttemptResult;
import io.connectorroutes.ledger.InternalErrors;
import java.time.Duration;
import java.util.Optional;

/**
 * What came back for one request, sorted by what it means.
 *
 * @param kind what it means
 * @param status null where no answer came
 * @param code Graph's error code or one of ours; null for success
 * @param message one line without a secret; null for success
 * @param requestId Graph's; may be null
 * @param retryAfter how long Graph asks to wait; never null
 */
record Reply(
    Kind kind,
    Integer status,
    String code,
    String message,
    String requestId,
    Optional<Duration> retryAfter) {

  /** The code of an answer that cannot be read, or of which no more is read. */
  static final String UNREADABLE = "unreadableAnswer";

  /** What an answer, or its absence, means. */
  enum Kind {
    SUCCESS,
    /** The tenant is to pause. */
    THROTTLED,
    /** The token was refused. */
    UNAUTHORIZED,
    /** Nothing left, as no token could be had. */
    NO_TOKEN,
    /** Nothing left, as no connection to Graph came about. */
    NOT_REACHED,
    /** Nothing left, as this process had no connection to spare. */
    NOT_SENT,
    /** Answered without having been done; may succeed later. */
    NOT_DONE,
    /** It may have been done or not; may succeed later. */
    LOST,
    NOT_FOUND,
    /** Refused for good. */
    REFUSED
  }

  /** As the history of attempts has it. */
  AttemptResult answer(String clientRequestId) {
    boolean sent = kind != Kind.NO_TOKEN && kind != Kind.NOT_REACHED && kind != Kind.NOT_SENT;
    return new AttemptResult(clientRequestId, status, code, message, requestId, sent);
  }

  /** The same with a shorter time to wait. */
  Reply waitingAtMost(Duration most) {
    return new Reply(kind, status, code, message, requestId, Optional.of(most));
  }

  /** As the history of attempts has it, for that request. */
  AttemptResult answer(GraphCall.Single call) {
    return answer(call.request().clientRequestId());
  }

  /** Whether an exception of ours is all that is known of it. */
  boolean isInternalError() {
    return InternalErrors.CODE.equals(code);
  }

  /** The same, where an exception of ours kept it from being read or judged. */
  Reply failed(Throwable failure) {
    String why = InternalErrors.message(failure);
    return new Reply(Kind.LOST, status, InternalErrors.CODE, why, requestId, Optional.empty());
  }

  /** The same, where its body is not what it should be. */
  Reply unreadable(String why) {
    return new Reply(Kind.LOST, status, UNREADABLE, why, requestId, Optional.empty());
  }
}
