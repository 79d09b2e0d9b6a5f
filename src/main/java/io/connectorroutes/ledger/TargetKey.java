package io.connectorroutes.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.ledger.order.OrderKey;
import java.util.Optional;

/** Which line a change joins, and which name it gives: by kind, and id or name as addressed. */
final class TargetKey {
  private TargetKey() {}

  /** An object addressed by its name, which is bounded as in {@link #of}. */
  record Name(ObjectKind kind, String name) {}

  /** Such as {@code apiConnector:name:Test API}, {@code userFlow:b2x:FLOW:STEP}; bounded. */
  static String of(ConnectorChange change) {
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
  static String ofId(ObjectKind kind, String id) {
    return prefix(kind) + ":id:" + bounded(id);
  }

  /** The key of the object of that bounded name. */
  static String ofName(String kind, String boundedName) {
    return prefix(ObjectKind.valueOf(kind)) + ":name:" + boundedName;
  }

  /** What the keys of all names of that kind begin with. */
  static String names(ObjectKind kind) {
    return prefix(kind) + ":name:";
  }

  private static String prefix(ObjectKind kind) {
    return switch (kind) {
      case API_CONNECTOR -> "apiConnector";
      case CONNECTOR -> "connector";
      case CONNECTOR_GROUP -> "connectorGroup";
      case USER_FLOW_STEP -> "userFlow";
    };
  }

  /**
   * The name that an object has once the change is applied and that it may not have had before:
   * that of a create or upsert, or the new one of an update.
   */
  static Optional<Name> given(ConnectorChange change) {
    Optional<String> name =
        switch (change.operation()) {
          case API_CONNECTOR_CREATE, API_CONNECTOR_UPDATE -> text(change, "displayName");
          case API_CONNECTOR_UPSERT -> Optional.ofNullable(change.target().displayName());
          case CONNECTOR_GROUP_CREATE, CONNECTOR_GROUP_UPDATE -> text(change, "name");
          default -> Optional.empty();
        };
    Optional<Name> given = name.map(text -> new Name(change.operation().kind(), bounded(text)));
    boolean isCreating =
        switch (change.operation()) {
          case API_CONNECTOR_CREATE, API_CONNECTOR_UPSERT, CONNECTOR_GROUP_CREATE -> true;
          default -> false;
        };
    // An update by name that repeats the name gives nothing that it does not need itself.
    return isCreating || !given.equals(used(change)) ? given : Optional.empty();
  }

  /** The object whose id has to be found by its name before the change can be sent. */
  static Optional<Name> used(ConnectorChange change) {
    Target target = change.target();
    return switch (change.operation()) {
      case API_CONNECTOR_UPDATE,
          API_CONNECTOR_UPSERT,
          API_CONNECTOR_DELETE,
          API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE ->
          name(ObjectKind.API_CONNECTOR, target.id(), target.displayName());
      case CONNECTOR_GROUP_UPDATE, CONNECTOR_GROUP_DELETE ->
          name(ObjectKind.CONNECTOR_GROUP, target.id(), target.name());
      case USER_FLOW_ENABLE_API_CONNECTOR ->
          inProperties(change, ObjectKind.API_CONNECTOR, "apiConnector", "displayName");
      case CONNECTOR_MOVE_TO_GROUP ->
          inProperties(change, ObjectKind.CONNECTOR_GROUP, "connectorGroup", "name");
      case API_CONNECTOR_CREATE,
          CONNECTOR_GROUP_CREATE,
          CONNECTOR_UPDATE,
          USER_FLOW_DISABLE_API_CONNECTOR ->
          Optional.empty();
    };
  }

  /** The name by which it addresses its target, where nobody has that name once it is applied. */
  static Optional<Name> taken(ConnectorChange change) {
    return switch (change.operation()) {
      case API_CONNECTOR_DELETE, CONNECTOR_GROUP_DELETE -> used(change);
      case API_CONNECTOR_UPDATE, CONNECTOR_GROUP_UPDATE ->
          given(change).isPresent() ? used(change) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Name> inProperties(
      ConnectorChange change, ObjectKind kind, String field, String nameField) {
    JsonNode object = change.properties().path(field);
    return name(kind, object.path("id").textValue(), object.path(nameField).textValue());
  }

  private static Optional<Name> name(ObjectKind kind, String id, String name) {
    return id != null || name == null
        ? Optional.empty()
        : Optional.of(new Name(kind, bounded(name)));
  }

  private static Optional<String> text(ConnectorChange change, String field) {
    return Optional.ofNullable(change.properties().path(field).textValue());
  }

  /** The name itself where it is short enough to be indexed. */
  static String bounded(String name) {
    return OrderKey.bounded(name);
  }
}
