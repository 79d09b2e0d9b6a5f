package io.connectorroutes.ledger;

import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.Outcome;
import java.time.Duration;
import java.time.Instant;

/** What becomes of a change after a request, or instead of one. */
public sealed interface Decision {
  /** The change's number in the ledger. */
  long seq();

  /**
   * The change has its outcome.
   *
   * @param outcome never null
   * @param resourceId id of the object that was created or changed; null where there is none
   * @param httpStatus of the deciding answer; null where there was none
   * @param errorCode Graph's error code or one of ours; null for success
   * @param message one line for a person, without a secret; null where there is nothing to say
   * @param requestId Graph's {@code request-id}; null where there is none
   */
  record Settle(
      long seq,
      Outcome outcome,
      String resourceId,
      Integer httpStatus,
      String errorCode,
      String message,
      String requestId)
      implements Decision {

    /** Without an answer of Graph that belongs to it. */
    public static Settle of(
        DueChange due, Outcome outcome, String resourceId, String errorCode, String message) {
      return new Settle(due.seq(), outcome, resourceId, null, errorCode, message, null);
    }
  }

  /**
   * Nobody has the name by which the change refers to an object, as a list tells that was begun
   * after the change was accepted. Where a later change gives that name, and this one neither gives
   * nor takes one, it moves behind that; else it ends.
   *
   * @param otherwise how it ends; never null
   */
  record NobodyNamed(Settle otherwise) implements Decision {
    @Override
    public long seq() {
      return otherwise.seq();
    }
  }

  /**
   * A secret of the change could not be had when its request was to leave: due again, with no
   * attempt used and no time counted.
   *
   * @param due when, by the ledger's time; never null
   * @param reason one line for a person, without a secret
   */
  record NoSecret(long seq, Instant due, String reason) implements Decision {}

  /**
   * The client certificate that the change refers to is another one than was known: due at once,
   * with that one.
   *
   * @param certificate null where it cannot be opened
   */
  record OtherCertificate(long seq, ClientCertificate certificate) implements Decision {}

  /**
   * With its secrets of now the change cannot be sent: it ends as {@code rejected}, or as {@code
   * unknown} where an earlier request of it may have been applied.
   *
   * @param code ours
   * @param message one line for a person, without a secret
   */
  record Unfit(long seq, String code, String message) implements Decision {}

  /**
   * An exception of ours about the change, which was logged: it ends as {@code failed}, or as
   * {@code unknown} where it may have been applied.
   *
   * @param message one line for a person, without a secret
   */
  record Unexpected(long seq, String message) implements Decision {}

  /**
   * The change is due again.
   *
   * @param due when, by the ledger's time; never null
   * @param phase what the next request is for
   * @param attemptUsed whether this counts against {@code graph.max-attempts}
   * @param spent how much this adds to the time spent on retries; never null
   * @param lostAt set where the answer was lost just now; the intent's time becomes {@code sentAt};
   *     null keeps what is recorded
   * @param resourceId the object found, for phase COMPLETE, or addressed by name by a request whose
   *     answer was lost; null keeps what is recorded
   * @param looked whether a look at the tenant was taken for it
   * @param reason one line for the history, without a secret
   */
  record Retry(
      long seq,
      Instant due,
      Phase phase,
      boolean attemptUsed,
      Duration spent,
      Instant lostAt,
      String resourceId,
      boolean looked,
      String reason)
      implements Decision {

    /** After a look at the tenant that could not settle it yet; nothing of the limits is used. */
    public static Retry afterLook(
        DueChange due, Instant when, Phase phase, String resourceId, String reason) {
      return new Retry(
          due.seq(), when, phase, false, Duration.ZERO, null, resourceId, true, reason);
    }
  }
}
