package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectReference;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.LedgerView;
import java.time.Instant;
import java.util.Optional;

/**
 * Certificates that are appended to a connector. A second upload would append a second entry
 * (Microsoft's page "identityApiConnector: uploadClientCertificate"), so one that a list shows
 * already is not sent. No list is made for that alone, but to settle a lost answer, and to make
 * sure of what an older list shows.
 */
final class CertificateUploads {
  private final NameResolution names;
  private final CallFactory calls;
  private final DeliverySettings settings;

  CertificateUploads(NameResolution names, CallFactory calls, DeliverySettings settings) {
    this.names = names;
    this.calls = calls;
    this.settings = settings;
  }

  /** The next step where nothing was sent, or what was sent is known not to have been done. */
  NextStep send(DueChange due, ObjectReference connector, LedgerView view) {
    String ours = due.thumbprint();
    if (ours == null) {
      return sendUnseen(due, connector, view);
    }
    Optional<Lookup> found = find(connector, Instant.MIN, view);
    Optional<String> holder = found.flatMap(list -> holder(list, ours));
    if (holder.isEmpty()) {
      return sendUnseen(due, connector, view);
    }
    return found.get().listedAt().isBefore(due.acceptedAt())
        ? NextStep.List.forName(connector.kind())
        : new NextStep.Decide(Decision.Settle.of(due, Outcome.NO_OP, holder.get(), null, null));
  }

  /** The next step where the answer to an upload was lost. */
  NextStep look(DueChange due, ObjectReference connector, LedgerView view) {
    String ours = due.thumbprint();
    if (ours == null) {
      return new NextStep.Decide(
          LostAnswer.unknown(
              due,
              connector.id(),
              "the certificate has no thumbprint to look for: compare the"
                  + " connector's certificates by hand"));
    }
    LostAnswer lost = LostAnswer.of(due, settings, view.now());
    Optional<Lookup> found = find(connector, lost.lookFrom(), view);
    if (found.isEmpty()) {
      return NextStep.List.forName(connector.kind());
    }
    Optional<String> holder = holder(found.get(), ours);
    if (holder.isPresent()) {
      return new NextStep.Decide(
          Decision.Settle.of(due, Outcome.APPLIED, holder.get(), null, null));
    }
    return lost.notThere(due, settings, "the certificate")
        .<NextStep>map(NextStep.Decide::new)
        .orElseGet(() -> sendUnseen(due, connector, view));
  }

  private NextStep sendUnseen(DueChange due, ObjectReference connector, LedgerView view) {
    return connector.isByName()
        ? names.step(due, connector, view)
        : new NextStep.Send(calls.send(due, connector.id(), null));
  }

  private static Optional<Lookup> find(ObjectReference connector, Instant from, LedgerView view) {
    return connector.isByName()
        ? Lookup.named(view, connector.kind(), connector.name(), from)
        : Lookup.withId(view, connector.kind(), connector.id(), from);
  }

  /**
   * Several objects of one name hold nothing: which one is meant is for the name's error to say.
   */
  private static Optional<String> holder(Lookup found, String thumbprint) {
    return Optional.of(found.objects())
        .filter(objects -> objects.size() == 1)
        .map(objects -> objects.get(0).object())
        .filter(object -> object.thumbprints().contains(thumbprint))
        .map(ListedObject::id);
  }
}
