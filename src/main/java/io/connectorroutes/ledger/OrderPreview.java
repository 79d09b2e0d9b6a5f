package io.connectorroutes.ledger;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.ledger.order.Applied;
import io.connectorroutes.ledger.order.Footprint;
import io.connectorroutes.ledger.order.Known;
import io.connectorroutes.ledger.order.OrderFacts;
import io.connectorroutes.text.BoundedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which earlier changes those that are not recorded would wait for, and which would be superseded:
 * by the rule of order that the ledger keeps. For the changes of one account, none of which is
 * settled; for one thread.
 *
 * @param <T> what stands for a change
 */
public final class OrderPreview<T> {
  private record Holder<T>(long number, T change) {}

  private final Map<String, Holder<T>> lastHolders = new HashMap<>();
  private final Map<String, Long> revisions = new HashMap<>();
  private long last;

  /** Whether a change moves behind a later one that gives its name, where nobody has that. */
  public static boolean mayMove(ConnectorChange change) {
    return OrderFacts.of(change).mayMove();
  }

  /**
   * A change takes its place behind those before.
   *
   * @param directory what is known of the tenant's objects when it comes to its turn
   * @param as what stands for it
   * @return the last earlier change that it waits for; empty for none
   */
  public Optional<T> enter(ConnectorChange change, Directory directory, T as) {
    OrderFacts facts = OrderFacts.of(change);
    Footprint footprint = Footprint.of(facts, known(change, facts, directory));
    Holder<T> blocker = null;
    for (String key : footprint.awaits()) {
      Holder<T> holder = lastHolders.get(key);
      if (holder != null && (blocker == null || holder.number > blocker.number)) {
        blocker = holder;
      }
    }
    last++;
    Holder<T> own = new Holder<>(last, as);
    footprint.holds().forEach(hold -> lastHolders.put(hold.key(), own));
    return Optional.ofNullable(blocker).map(Holder::change);
  }

  /** As the ledger's own look has it, which asks its tables. */
  private static Known known(ConnectorChange change, OrderFacts facts, Directory directory) {
    if (facts.place() == null && facts.id() != null) {
      String id = change.reference().orElseThrow().id();
      return new Known(
          directory
              .withId(facts.kind(), id)
              .map(object -> object.object().name())
              .map(BoundedName::of)
              .orElse(null),
          Set.of());
    }
    Optional<String> name = change.reference().map(object -> object.name()).or(change::givenName);
    return name.isEmpty()
        ? Known.NOTHING
        : new Known(
            null,
            directory.named(facts.kind(), name.get()).stream()
                .map(object -> BoundedName.of(object.object().id()))
                .collect(Collectors.toSet()));
  }

  /**
   * The revision that keeps a change from being sent, as it is not above that.
   *
   * @param objectId of the object that it is for; null where it makes one
   */
  public Optional<Long> supersededBy(ConnectorChange change, String objectId) {
    return change.revision() == null
        ? Optional.empty()
        : Applied.key(OrderFacts.of(change), objectId)
            .map(revisions::get)
            .filter(applied -> change.revision() <= applied);
  }

  /**
   * A change is taken as applied.
   *
   * @param objectId of the object that it made or was for; null for none
   */
  public void applied(ConnectorChange change, String objectId) {
    if (change.revision() == null) {
      return;
    }
    OrderFacts facts = OrderFacts.of(change);
    List<String> keys = new ArrayList<>(Applied.names(facts));
    Applied.key(facts, objectId).ifPresent(keys::add);
    keys.forEach(key -> revisions.merge(key, change.revision(), Math::max));
  }
}
