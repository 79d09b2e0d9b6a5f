package io.connectorroutes.ledger.order;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Target;
import java.util.Optional;

/** Which line a change joins, and which name it gives: by kind, and id or name as addressed. */
public final class TargetKey {
  private TargetKey() {}

  /** An object addressed by its name, which is bounded as in {@link #of}. */
  public record Name(ObjectKind kind, String name) {}

  /** Such as {@code apiConnector:name:Test API}, {@code userFlow:b2x:FLOW:STEP}; bounded. */
  public static String of(ConnectorChange change) {
    Target target = change.target();
    ObjectKind kind = change.operation().kind();
    return switch (kind) {
      case USER_FLOW_STEP ->
          bounded(
              "userFlow:"
                  + Optional.ofNullable(target.userFlowType()).orElse("b2x")
                  + ":"
                  + target.userFlowId()
                  + ":"
                  + target.step());
      case API_CONNECTOR -> byIdOrName(change, target.displayName(), "displayName");
      case CONNECTOR, CONNECTOR_GROUP -> byIdOrName(change, target.name(), "name");
    };
  }

  private static String byIdOrName(ConnectorChange change, String targetName, String nameField) {
    ObjectKind kind = change.operation().kind();
    if (change.target().id() != null) {
      return ofId(kind, change.target().id());
    }
    String name = targetName != null ? targetName : change.properties().path(nameField).asText();
    return ofName(kind.name(), bounded(name));
  }

  /** The key of the object of that id. */
  public static String ofId(ObjectKind kind, String id) {
    return kind.wireName() + ":id:" + bounded(id);
  }

  /** The key of the object of that bounded name. */
  static String ofName(String kind, String boundedName) {
    return ObjectKind.valueOf(kind).wireName() + ":name:" + boundedName;
  }

  /** What the keys of all names of that kind begin with. */
  static String names(ObjectKind kind) {
    return kind.wireName() + ":name:";
  }

  /** The name that an object has once the change is applied, and perhaps not before. */
  public static Optional<Name> given(ConnectorChange change) {
    return change.givenName().map(name -> new Name(change.operation().kind(), bounded(name)));
  }

  /** The object whose id has to be found by its name before the change can be sent. */
  public static Optional<Name> used(ConnectorChange change) {
    return change
        .reference()
        .filter(object -> object.name() != null)
        .map(object -> new Name(object.kind(), bounded(object.name())));
  }

  /** The name by which it addresses its target, where nobody has that name once it is applied. */
  public static Optional<Name> taken(ConnectorChange change) {
    return switch (change.operation().effect()) {
      case DELETE -> used(change);
      case UPDATE -> given(change).isPresent() ? used(change) : Optional.empty();
      case CREATE, UPSERT, APPEND, LINK, UNLINK -> Optional.empty();
    };
  }

  /** The name itself where it is short enough to be indexed. */
  public static String bounded(String name) {
    return OrderKey.bounded(name);
  }
}
