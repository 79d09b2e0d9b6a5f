package io.connectorroutes.delivery;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Effect;
import io.connectorroutes.change.operation.ObjectReference;
import io.connectorroutes.ledger.Decision;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.KnownObject;
import io.connectorroutes.ledger.LedgerView;
import io.connectorroutes.ledger.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the object that a change addresses by name. A name that somebody has is taken from any list
 * of the last minutes; that nobody has it is believed only from a list that can know.
 */
final class NameResolution {
  private final CallFactory calls;

  NameResolution(CallFactory calls) {
    this.calls = calls;
  }

  /** The next step for a change whose object is addressed by name. */
  NextStep step(DueChange due, ObjectReference reference, LedgerView view) {
    if (due.phase() == Phase.SEND && due.resourceId() != null) {
      return new NextStep.Send(calls.send(due, due.resourceId(), null));
    }
    Optional<Lookup> found =
        Lookup.named(view, reference.kind(), reference.name(), Instant.MIN)
            .or(() -> ourOwn(due, reference, view));
    if (found.isEmpty()) {
      return NextStep.List.forName(reference.kind());
    }
    List<KnownObject> objects = found.get().objects();
    Instant listedAt = found.get().listedAt();
    return switch (objects.size()) {
      case 0 -> nobody(due, reference, listedAt);
      case 1 -> new NextStep.Send(calls.send(due, objects.get(0).object().id(), listedAt));
      default ->
          listedAt.isBefore(due.acceptedAt())
              ? NextStep.List.forName(reference.kind())
              : new NextStep.Decide(ambiguous(due, reference, objects));
    };
  }

  /**
   * What is only to be put somewhere may be the object that we have just created, though the last
   * whole list is old. Before any list, or where that is wrong, another object could have the same
   * name, unknown to us. Whatever alters an object waits for a list of the last minutes.
   */
  private static Optional<Lookup> ourOwn(
      DueChange due, ObjectReference reference, LedgerView view) {
    if (due.change().operation().effect() != Effect.LINK
        || view.directory().listedAt(reference.kind()).isEmpty()) {
      return Optional.empty();
    }
    List<KnownObject> known = view.directory().named(reference.kind(), reference.name());
    return Optional.of(known)
        .filter(objects -> objects.size() == 1)
        .map(objects -> objects.get(0).createdAt())
        .filter(createdAt -> !Lookup.isOld(createdAt, view))
        .map(createdAt -> new Lookup(createdAt, known));
  }

  private NextStep nobody(DueChange due, ObjectReference reference, Instant listedAt) {
    if (listedAt.isBefore(due.acceptedAt())) {
      return NextStep.List.forName(reference.kind());
    }
    return switch (due.change().operation().effect()) {
      case UPSERT -> new NextStep.Send(calls.send(due, null, listedAt));
      case DELETE -> new NextStep.Decide(alreadyGone(due));
      case CREATE, UPDATE, APPEND, LINK, UNLINK ->
          new NextStep.Decide(new Decision.NobodyNamed(notFound(due, reference)));
    };
  }

  private static Decision alreadyGone(DueChange due) {
    return Decision.Settle.of(due, Outcome.NO_OP, null, null, null);
  }

  private static Decision.Settle notFound(DueChange due, ObjectReference reference) {
    return Decision.Settle.of(
        due,
        Outcome.FAILED,
        null,
        "nameNotFound",
        "the tenant has no "
            + reference.kind().text()
            + " named \""
            + reference.name()
            + "\"; names are matched exactly: correct it, or give the id");
  }

  private static Decision ambiguous(
      DueChange due, ObjectReference reference, List<KnownObject> objects) {
    return Decision.Settle.of(
        due,
        Outcome.FAILED,
        null,
        "ambiguousName",
        objects.size()
            + " objects of kind "
            + reference.kind().text()
            + " are named \""
            + reference.name()
            + "\": "
            + ids(objects)
            + "; give the id");
  }

  /** The ids of objects, for a person; not more than fit in a line. */
  static String ids(List<KnownObject> objects) {
    String ids =
        objects.stream()
            .map(known -> known.object().id())
            .sorted()
            .limit(20)
            .collect(Collectors.joining(", "));
    return objects.size() > 20 ? ids + ", …" : ids;
  }
}
