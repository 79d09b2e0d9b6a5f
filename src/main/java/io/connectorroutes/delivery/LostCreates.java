package io.connectorroutes.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.graph.AuthenticationKind;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.Phase;
import java.util.List;
import java.util.Optional;

/** Looks for the object of a POST whose answer was lost. */
final class LostCreates {
  private final NameDirectory directory;
  private final DeliverySettings settings;

  LostCreates(NameDirectory directory, DeliverySettings settings) {
    this.directory = directory;
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
    Optional<NameDirectory.Found> found =
        directory.named(due.account(), kind, name(due), lost.lookFrom(), view.now());
    if (found.isEmpty()) {
      return Optional.of(new NextStep.List(kind));
    }
    List<ListedObject> candidates =
        found.get().objects().stream()
            .filter(object -> isSame(object, due.change().properties()))
            .filter(object -> isNew(object, due, lost, view))
            .toList();
    return switch (candidates.size()) {
      case 0 -> lost.notThere(due, settings, "the object").map(NextStep.Decide::new);
      case 1 ->
          decided(
              Decision.Retry.afterLook(
                  due,
                  view.now(),
                  Phase.COMPLETE,
                  candidates.get(0).id(),
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

  /** Neither known before the request left, nor made or named so by another change of ours. */
  private static boolean isNew(
      ListedObject object, DueChange due, LostAnswer lost, LedgerView view) {
    ObjectKind kind = due.change().operation().kind();
    return !view.knewBefore(kind, object.id(), lost.sentAt())
        && !view.createdSince(kind, object.id(), lost.sentAt())
        && !view.nameGivenTo(kind, name(due), object.id(), due.seq());
  }
}
