package io.connectorroutes.graph;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.ObjectKind;
import io.connectorroutes.change.Target;
import java.util.Optional;

/**
 * The Graph object whose id a change's request needs, by its id or by its name. Exactly one of the
 * two is set.
 *
 * @param kind never null
 * @param id the object's id; null where it is addressed by name
 * @param name matched exactly; null where it is addressed by id
 */
public record ObjectReference(ObjectKind kind, String id, String name) {

  /**
   * The object that the change addresses: its target, or for {@code userFlow.enableApiConnector}
   * and {@code connector.moveToGroup} the object that is put there.
   *
   * @return empty where the request needs no id but those in the target: creates, and {@code
   *     userFlow.disableApiConnector}
   */
  public static Optional<ObjectReference> of(ConnectorChange change) {
    Target target = change.target();
    return switch (change.operation()) {
      case API_CONNECTOR_CREATE, CONNECTOR_GROUP_CREATE, USER_FLOW_DISABLE_API_CONNECTOR ->
          Optional.empty();
      case API_CONNECTOR_UPDATE,
          API_CONNECTOR_UPSERT,
          API_CONNECTOR_DELETE,
          API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE ->
          Optional.of(either(ObjectKind.API_CONNECTOR, target.id(), target.displayName()));
      case USER_FLOW_ENABLE_API_CONNECTOR ->
          Optional.of(
              inProperties(change, ObjectKind.API_CONNECTOR, "apiConnector", "displayName"));
      case CONNECTOR_UPDATE -> Optional.of(either(ObjectKind.CONNECTOR, target.id(), null));
      case CONNECTOR_MOVE_TO_GROUP ->
          Optional.of(inProperties(change, ObjectKind.CONNECTOR_GROUP, "connectorGroup", "name"));
      case CONNECTOR_GROUP_UPDATE, CONNECTOR_GROUP_DELETE ->
          Optional.of(either(ObjectKind.CONNECTOR_GROUP, target.id(), target.name()));
    };
  }

  /** Whether the id has to be found by a list. */
  public boolean isByName() {
    return id == null;
  }

  private static ObjectReference inProperties(
      ConnectorChange change, ObjectKind kind, String field, String nameField) {
    var object = change.properties().path(field);
    return either(kind, object.path("id").textValue(), object.path(nameField).textValue());
  }

  private static ObjectReference either(ObjectKind kind, String id, String name) {
    return new ObjectReference(kind, id, id == null ? name : null);
  }
}
