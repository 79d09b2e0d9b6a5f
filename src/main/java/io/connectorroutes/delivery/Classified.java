package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Effect;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.ledger.AttemptResult;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.PermissionAnswer;
import io.connectorroutes.ledger.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One Graph request and what came back for it, sorted by what that means.
 *
 * @param due the change that the request is for, or that caused the look-up
 * @param call what was to be sent
 * @param response null where no answer came
 * @param kind what the answer, or its absence, means
 * @param code Graph's error code or one of ours; null for success
 * @param message one line without a secret; null for success
 * @param requestId Graph's; may be null
 * @param retryAfter how long Graph, or the token authority, asks to wait; never null
 * @param at when it was classified, by the ledger's time
 */
public record Classified(
    DueChange due,
    GraphCall.Single call,
    GraphResponse response,
    Kind kind,
    String code,
    String message,
    String requestId,
    Optional<Duration> retryAfter,
    Instant at) {

  /** The code of an answer that cannot be read, or of which no more is read. */
  static final String UNREADABLE = "unreadableAnswer";

  private static final String EXISTS =
      "the object exists, made by a request whose answer was lost, and may be incomplete: ";

  /** What an answer, or its absence, means. */
  public enum Kind {
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
    /** Nothing left, as an exception of ours kept the request from being made. */
    NOT_MADE,
    /** Answered without having been done; may succeed later. */
    NOT_DONE,
    /** It may have been done or not; may succeed later. */
    LOST,
    NOT_FOUND,
    /** Refused for good. */
    REFUSED;

    private boolean hasLeft() {
      return switch (this) {
        case NO_TOKEN, NOT_REACHED, NOT_SENT, NOT_MADE -> false;
        case SUCCESS, THROTTLED, UNAUTHORIZED, NOT_DONE, LOST, NOT_FOUND, REFUSED -> true;
      };
    }
  }

  boolean isAnswered() {
    return response != null;
  }

  boolean isList() {
    return call instanceof GraphCall.OfList;
  }

  /** Whether an exception of ours is all that is known of it. */
  boolean isInternalError() {
    return InternalErrors.CODE.equals(code);
  }

  /** Whether the request, sent twice, may make two of what should be one. */
  boolean isToBeLookedFor() {
    return !isList() && !due.change().operation().isIdempotent(call.request().method());
  }

  /** Whether it is the list that is read before an object is created. */
  boolean isFirstList() {
    return isList()
        && due.phase() == Phase.SEND
        && due.change().operation().effect() == Effect.CREATE;
  }

  /** Whether an earlier lost answer still waits for this look-up to settle it. */
  boolean isLookForLost() {
    return isList() && due.phase() == Phase.LOOK && !due.change().operation().isIdempotent();
  }

  /**
   * Whether Graph refuses it for want of a permission. What an application may not read it may be
   * allowed to create: of the list that is read before that nothing follows.
   */
  boolean isForbidden() {
    return status() != null && status() == 403 && !isFirstList();
  }

  /** Whether that permission rests, and it only tries whether it is still refused. */
  boolean isRefusedAgain() {
    return isForbidden() && due.tried().contains(permission());
  }

  /**
   * What it tells of the permission that it needs. That a change's objects can be read does not
   * tell whether the change can be made: its own request is still to come.
   */
  Optional<PermissionAnswer> permissionAnswer() {
    if (isForbidden()) {
      return Optional.of(new PermissionAnswer(permission(), PermissionAnswer.Kind.REFUSED));
    }
    boolean isOfAnother = permission() != Permission.of(due.change().operation().kind());
    return switch (kind) {
      case SUCCESS ->
          isList() && !isOfAnother
              ? Optional.empty()
              : Optional.of(new PermissionAnswer(permission(), PermissionAnswer.Kind.GRANTED));
      case NOT_FOUND, REFUSED ->
          isFirstList()
              ? Optional.empty()
              : Optional.of(new PermissionAnswer(permission(), PermissionAnswer.Kind.GRANTED));
      case THROTTLED, UNAUTHORIZED, NO_TOKEN, NOT_REACHED, NOT_SENT, NOT_MADE, NOT_DONE, LOST ->
          Optional.of(new PermissionAnswer(permission(), PermissionAnswer.Kind.UNKNOWN));
    };
  }

  private Permission permission() {
    return Permission.of(
        call instanceof GraphCall.OfList list ? list.kind() : due.change().operation().kind());
  }

  /** The same, where the body is not what it should be. */
  Classified unreadable(String why) {
    return lost(UNREADABLE, why);
  }

  /** The same, where an exception of ours kept it from being read or decided. */
  Classified failed(Throwable failure) {
    return lost(InternalErrors.CODE, InternalErrors.message(failure));
  }

  private Classified lost(String why, String words) {
    return new Classified(
        due, call, response, Kind.LOST, why, words, requestId, Optional.empty(), at);
  }

  /** The same with a shorter time to wait. */
  Classified waitingAtMost(Duration most) {
    return new Classified(
        due, call, response, kind, code, message, requestId, Optional.of(most), at);
  }

  /** As the history of attempts has it. */
  AttemptResult attemptResult() {
    return new AttemptResult(
        call.request().clientRequestId(), status(), code, message, requestId, kind.hasLeft());
  }

  /** The change is as the sender wants it; of certificates the outcome says which one is active. */
  Decision.Settle succeeded(Outcome outcome, String resourceId) {
    String certificates = ActiveCertificate.told(this);
    return new Decision.Settle(
        due.seq(), outcome, resourceId, status(), null, certificates, requestId);
  }

  /**
   * Refused, or given up, with Graph's code and message behind the words given. What was to be
   * completed after a lost answer is there all the same.
   */
  Decision.Settle settled(Outcome outcome, String words) {
    boolean exists = due.phase() == Phase.COMPLETE && outcome == Outcome.FAILED;
    return new Decision.Settle(
        due.seq(),
        outcome,
        changedId(),
        status(),
        code,
        (exists ? EXISTS : "") + words + message,
        requestId);
  }

  /** A look-up that cannot succeed, for a reason of ours. */
  Decision.Settle lookFailed(String why, String words) {
    Outcome outcome = isLookForLost() ? Outcome.UNKNOWN : Outcome.FAILED;
    return new Decision.Settle(due.seq(), outcome, null, status(), why, words, requestId);
  }

  /** One line for the history. */
  String reason() {
    return code + ": " + message;
  }

  /**
   * Id of the object, addressed by name, that a request went to which may have been carried out:
   * the next one goes to the same, as it may have another name by now. Null where there is none.
   */
  String triedId() {
    boolean mayBeDone = kind == Kind.LOST || kind == Kind.THROTTLED;
    return mayBeDone
            && call instanceof GraphCall.OfChange change
            && change.reference() != null
            && change.reference().isByName()
        ? change.objectId()
        : null;
  }

  /** Id of the object that is changed, for the outcome; null where it is not known. */
  String changedId() {
    return switch (due.change().operation().effect()) {
      case LINK, UNLINK -> due.change().target().objectId();
      case CREATE, UPDATE, UPSERT, DELETE, APPEND ->
          call instanceof GraphCall.OfChange change && change.objectId() != null
              ? change.objectId()
              : due.resourceId();
    };
  }

  private Integer status() {
    return response == null ? null : response.status();
  }
}
