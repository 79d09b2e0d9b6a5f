package io.connectorroutes.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.graph.AuthenticationKind;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.KnownObject;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.Phase;
import java.util.List;
import java.util.Optional;

/** Looks for the object of a POST whose answer was lost. */
final class LostCreates {
  private final DeliverySettings settings;

  LostCreates(DeliverySettings settings) {
    this.settings = settings;
  }

  /**
   * The next step.
   *
   * @return empty where the object is believed not to be there: the request is sent again
   */
  Optional<NextStep> look(DueChange due, LedgerView view) {
    LostAnswer lost = LostAnswer.of(due, settings, view.now());
    ObjectKind kind = due.change().operation().kind();
    Optional<Lookup> found = Lookup.named(view, kind, name(due), lost.lookFrom());
    if (found.isEmpty()) {
      return Optional.of(NextStep.List.forName(kind));
    }
    List<KnownObject> candidates =
        found.get().objects().stream()
            .filter(known -> isSame(known.object(), due.change().properties()))
            .filter(known -> isNew(known, lost))
            .toList();
    return switch (candidates.size()) {
      case 0 -> lost.notThere(due, settings, "the object").map(NextStep.Decide::new);
      case 1 ->
          decided(
              Decision.Retry.afterLook(
                  due,
                  view.now(),
                  Phase.COMPLETE,
                  candidates.get(0).object().id(),
                  "found after a lost answer"));
      default ->
          decided(
              LostAnswer.unknown(
                  due,
                  null,
                  candidates.size()
                      + " objects may be the one: "
                      + NameResolution.ids(candidates)
                      + "; compare them by hand"));
    };
  }

  private static Optional<NextStep> decided(Decision decision) {
    return Optional.of(new NextStep.Decide(decision));
  }

  private static String name(DueChange due) {
    return due.change().givenName().orElseThrow();
  }

  /** By all that Graph shows of it; what it does not return cannot tell it apart. */
  private static boolean isSame(ListedObject object, JsonNode properties) {
    ListedObject sent = ListedObject.of(object.id(), properties);
    return isSame(object.targetUrl(), sent.targetUrl())
        && isSame(object.username(), sent.username())
        && (object.authentication() == AuthenticationKind.UNKNOWN
            || object.authentication() == sent.authentication());
  }

  private static boolean isSame(String shown, String sent) {
    return shown == null || shown.equals(sent);
  }

  /** Neither known before the request left, nor made by another change of ours. */
  private static boolean isNew(KnownObject known, LostAnswer lost) {
    return known.createdAt() == null && !known.firstSeen().isBefore(lost.sentAt());
  }
}
