package io.connectorroutes.ledger.order;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.Effect;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.ObjectReference;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.text.BoundedName;
import java.util.Optional;

/**
 * What the order needs to know of a change. The ledger keeps it beside the encrypted payload, which
 * need not be opened when a blocked change is looked at again. Ids and names are bounded ({@link
 * BoundedName}).
 *
 * @param effect never null
 * @param kind of the object that the change refers to: what is linked or unlinked, else the target;
 *     never null
 * @param id of that object; null where it is addressed by a name or not at all
 * @param name of that object; null where it is addressed by an id or not at all
 * @param givenName the name that an object has once the change is applied; null where it gives
 *     none, as an update by name that repeats its name
 * @param place the key of what is linked into or emptied: {@code flow/F/S}, or {@code
 *     connector/id/C} of a connector that is moved to a group; null for other effects
 */
public record OrderFacts(
    Effect effect, ObjectKind kind, String id, String name, String givenName, String place) {

  /** The facts of a valid change. */
  public static OrderFacts of(ConnectorChange change) {
    Optional<ObjectReference> object = change.reference();
    return new OrderFacts(
        change.operation().effect(),
        change.operation().referredKind(),
        object.map(ObjectReference::id).map(BoundedName::of).orElse(null),
        object.map(ObjectReference::name).map(BoundedName::of).orElse(null),
        change.givenName().map(BoundedName::of).orElse(null),
        switch (change.operation().effect()) {
          case LINK, UNLINK -> place(change.operation().kind(), change.target());
          case CREATE, UPDATE, UPSERT, DELETE, APPEND -> null;
        });
  }

  private static String place(ObjectKind kind, Target target) {
    return kind == ObjectKind.USER_FLOW_STEP
        ? OrderKey.step(
            Optional.ofNullable(target.userFlowType()).orElse("b2x"),
            target.userFlowId(),
            target.step())
        : OrderKey.id(kind, BoundedName.of(target.id()));
  }

  /**
   * Whether it may move behind a later change that gives its name: it uses a name, and neither
   * gives nor takes one.
   */
  public boolean mayMove() {
    return name != null && givenName == null && effect != Effect.DELETE;
  }

  /** Whether it makes a new object of {@link #givenName}, or may make one. */
  boolean creates() {
    return effect == Effect.CREATE || effect == Effect.UPSERT;
  }

  /** Whether it gives an object that is there another name. */
  boolean renames() {
    return givenName != null && !creates();
  }
}
