package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.ObjectReference;
import io.connectorroutes.graph.ListedObject;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.LedgerView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Certificates that are appended to a connector. A second upload would append a second entry
 * (Microsoft's page "identityApiConnector: uploadClientCertificate"), so one that a list shows
 * already is not sent. No list is made for that alone, but to settle a lost answer, and to make
 * sure of what an older list shows.
 */
final class CertificateUploads {
  private final NameDirectory directory;
  private final NameResolution names;
  private final CallFactory calls;
  private final DeliverySettings settings;

  CertificateUploads(
      NameDirectory directory, NameResolution names, CallFactory calls, DeliverySettings settings) {
    this.directory = directory;
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
    Optional<NameDirectory.Found> found = find(due, connector, Instant.MIN, view.now());
    Optional<ListedObject> holder = found.flatMap(list -> holder(list, ours));
    if (holder.isEmpty()) {
      return sendUnseen(due, connector, view);
    }
    Instant listedAt = found.get().startedAt();
    boolean mayHaveChanged =
        listedAt.isBefore(due.acceptedAt())
            || view.appliedSince(connector.kind(), holder.get().id(), listedAt);
    return mayHaveChanged
        ? new NextStep.List(connector.kind())
        : new NextStep.Decide(
            Decision.Settle.of(due, Outcome.NO_OP, holder.get().id(), null, null));
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
    Optional<NameDirectory.Found> found = find(due, connector, lost.lookFrom(), view.now());
    if (found.isEmpty()) {
      return new NextStep.List(connector.kind());
    }
    Optional<ListedObject> holder = holder(found.get(), ours);
    if (holder.isPresent()) {
      return new NextStep.Decide(
          Decision.Settle.of(due, Outcome.APPLIED, holder.get().id(), null, null));
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

  private Optional<NameDirectory.Found> find(
      DueChange due, ObjectReference connector, Instant from, Instant now) {
    return connector.isByName()
        ? directory.named(due.account(), connector.kind(), connector.name(), from, now)
        : directory.withId(due.account(), connector.kind(), connector.id(), from, now);
  }

  /**
   * Several objects of one name hold nothing: which one is meant is for the name's error to say.
   */
  private static Optional<ListedObject> holder(NameDirectory.Found found, String thumbprint) {
    List<ListedObject> objects = found.objects();
    return objects.size() == 1 && objects.get(0).thumbprints().contains(thumbprint)
        ? Optional.of(objects.get(0))
        : Optional.empty();
  }
}
