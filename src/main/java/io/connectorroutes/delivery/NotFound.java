package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Effect;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.ObjectReference;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.Phase;
import java.time.Duration;

/** What a 404 means: not there yet, not there any more, or not there at all. */
final class NotFound {
  /** Directory objects become visible late; an older one is not about to appear. */
  private static final Duration REPLICATION = Duration.ofMinutes(10);

  /** An id from a list that is younger than this is not wrong because the list is old. */
  private static final Duration YOUNG_LIST = Duration.ofSeconds(30);

  private final NameDirectory directory;
  private final Retries retries;

  NotFound(NameDirectory directory, Retries retries) {
    this.directory = directory;
    this.retries = retries;
  }

  Decision judge(Hearing hearing, GraphCall.OfChange call) {
    if (call.phase() == Phase.COMPLETE) {
      return foundAndGone(hearing);
    }
    Duration wait = retries.wait(hearing, hearing.due().attempts());
    if (mayTryAgain(hearing, wait)) {
      if (isOursAndNew(hearing, call) && !isDeletedByUs(hearing)) {
        return retries.again(hearing, wait, hearing.due().phase(), null);
      }
      if (isWorthAnotherLook(hearing, call)) {
        directory.drop(hearing.due().account(), call.reference().kind());
        return retries.again(hearing, Duration.ZERO, hearing.due().phase(), null);
      }
    }
    return last(hearing, call);
  }

  /** The object that was taken for the lost one's is not there: the look begins anew. */
  private Decision foundAndGone(Hearing hearing) {
    Duration wait = retries.wait(hearing, hearing.due().attempts());
    directory.drop(hearing.due().account(), hearing.due().change().operation().kind());
    return retries.isUsedUp(hearing, wait)
        ? Settlements.unknown(hearing, "the answer was lost, and what was found is not there: ")
        : retries.again(hearing, wait, Phase.LOOK, null);
  }

  private boolean mayTryAgain(Hearing hearing, Duration wait) {
    return !retries.isUsedUp(hearing, wait);
  }

  private static boolean isOursAndNew(Hearing hearing, GraphCall.OfChange call) {
    ObjectReference reference = call.reference();
    return call.objectId() != null
        && hearing
            .view()
            .createdSince(reference.kind(), call.objectId(), hearing.now().minus(REPLICATION));
  }

  /** What a lost answer leaves behind: to ask for it until it appears would use up the retries. */
  private static boolean isDeletedByUs(Hearing hearing) {
    return isDelete(hearing) && hearing.view().mayHaveBeenDone(hearing.due().seq());
  }

  private static boolean isDelete(Hearing hearing) {
    return hearing.due().change().operation().isDelete();
  }

  private static boolean isWorthAnotherLook(Hearing hearing, GraphCall.OfChange call) {
    boolean byName = call.listedAt() != null && call.objectId() != null;
    return byName
        && (hearing.due().attempts() == 0
            || call.listedAt().plus(YOUNG_LIST).isBefore(hearing.now()));
  }

  private Decision last(Hearing hearing, GraphCall.OfChange call) {
    if (isDelete(hearing)) {
      directory.remove(hearing.due().account(), call.reference().kind(), call.objectId());
      return Settlements.alreadyGone(hearing);
    }
    Operation operation = hearing.due().change().operation();
    String words =
        operation.kind() == ObjectKind.CONNECTOR && operation.effect() == Effect.UPDATE
            ? "not found at graph.connectors-path: correct the id, or set graph.connectors-path to"
                + " the path that the tenant offers"
                + " (/onPremisesPublishingProfiles/applicationProxy/connectors is the published"
                + " one): "
            : "";
    return Settlements.settled(hearing, Outcome.FAILED, words);
  }
}
