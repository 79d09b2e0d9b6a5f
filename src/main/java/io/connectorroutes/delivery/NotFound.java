package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Effect;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.ListUpdate;
import io.connectorroutes.ledger.Phase;
import java.time.Duration;

/** What a 404 means: not there yet, not there any more, or not there at all. */
final class NotFound {
  /** Directory objects become visible late; an older one is not about to appear. */
  private static final Duration REPLICATION = Duration.ofMinutes(10);

  /** An id from a list that is younger than this is not wrong because the list is old. */
  private static final Duration YOUNG_LIST = Duration.ofSeconds(30);

  private final Retries retries;

  NotFound(Retries retries) {
    this.retries = retries;
  }

  Decided decide(Classified answer, GraphCall.OfChange call, LedgerView view) {
    if (call.phase() == Phase.COMPLETE) {
      return foundAndGone(answer);
    }
    Duration wait = retries.wait(answer, answer.due().attempts());
    if (mayTryAgain(answer, wait)) {
      if (isOursAndNew(answer, call, view) && !isDeletedByUs(answer, view)) {
        return Decided.of(retries.again(answer, wait, answer.due().phase(), null));
      }
      if (isWorthAnotherLook(answer, call)) {
        return Decided.of(
            retries.again(answer, Duration.ZERO, answer.due().phase(), null),
            new ListUpdate.Wrong(call.reference().kind()));
      }
    }
    return Decided.of(last(answer));
  }

  /** The object that was taken for the lost one's is not there: the look begins anew. */
  private Decided foundAndGone(Classified answer) {
    Duration wait = retries.wait(answer, answer.due().attempts());
    Decision decision =
        retries.isUsedUp(answer, wait)
            ? answer.settled(
                Outcome.UNKNOWN, "the answer was lost, and what was found is not there: ")
            : retries.again(answer, wait, Phase.LOOK, null);
    return Decided.of(decision, new ListUpdate.Wrong(answer.due().change().operation().kind()));
  }

  private boolean mayTryAgain(Classified answer, Duration wait) {
    return !retries.isUsedUp(answer, wait);
  }

  private static boolean isOursAndNew(Classified answer, GraphCall.OfChange call, LedgerView view) {
    return call.objectId() != null
        && view.directory()
            .createdAt(call.reference().kind(), call.objectId())
            .filter(at -> !at.isBefore(answer.at().minus(REPLICATION)))
            .isPresent();
  }

  /** What a lost answer leaves behind: to ask for it until it appears would use up the retries. */
  private static boolean isDeletedByUs(Classified answer, LedgerView view) {
    return isDelete(answer) && view.mayHaveBeenDone(answer.due().seq());
  }

  private static boolean isDelete(Classified answer) {
    return answer.due().change().operation().isDelete();
  }

  private static boolean isWorthAnotherLook(Classified answer, GraphCall.OfChange call) {
    boolean byName = call.listedAt() != null && call.objectId() != null;
    return byName
        && (call.listedAt().plus(YOUNG_LIST).isBefore(answer.at())
            || (answer.due().attempts() == 0 && !mayBeAnotherObject(answer)));
  }

  /**
   * A link's 404 may be about what it links to, or the flow, step or connector that it links from:
   * many that go to one which is absent must not ask for a list each.
   */
  private static boolean mayBeAnotherObject(Classified answer) {
    return answer.due().change().operation().effect() == Effect.LINK;
  }

  /** Where it is not tried again. */
  static Decision.Settle last(Classified answer) {
    if (isDelete(answer)) {
      return answer.succeeded(Outcome.NO_OP, answer.changedId());
    }
    Operation operation = answer.due().change().operation();
    String words =
        operation.kind() == ObjectKind.CONNECTOR && operation.effect() == Effect.UPDATE
            ? "not found at graph.connectors-path: correct the id, or set graph.connectors-path to"
                + " the path that the tenant offers"
                + " (/onPremisesPublishingProfiles/applicationProxy/connectors is the published"
                + " one): "
            : "";
    return answer.settled(Outcome.FAILED, words);
  }
}
