package io.connectorroutes.change;

import java.util.Arrays;
import java.util.Optional;

/** What a change does, by the names that messages use. */
public enum Operation {
  API_CONNECTOR_CREATE("apiConnector.create", ObjectKind.API_CONNECTOR),
  API_CONNECTOR_UPDATE("apiConnector.update", ObjectKind.API_CONNECTOR),
  API_CONNECTOR_UPSERT("apiConnector.upsert", ObjectKind.API_CONNECTOR),
  API_CONNECTOR_DELETE("apiConnector.delete", ObjectKind.API_CONNECTOR),
  API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE(
      "apiConnector.uploadClientCertificate", ObjectKind.API_CONNECTOR),
  USER_FLOW_ENABLE_API_CONNECTOR("userFlow.enableApiConnector", ObjectKind.USER_FLOW_STEP),
  USER_FLOW_DISABLE_API_CONNECTOR("userFlow.disableApiConnector", ObjectKind.USER_FLOW_STEP),
  CONNECTOR_UPDATE("connector.update", ObjectKind.CONNECTOR),
  CONNECTOR_MOVE_TO_GROUP("connector.moveToGroup", ObjectKind.CONNECTOR),
  CONNECTOR_GROUP_CREATE("connectorGroup.create", ObjectKind.CONNECTOR_GROUP),
  CONNECTOR_GROUP_UPDATE("connectorGroup.update", ObjectKind.CONNECTOR_GROUP),
  CONNECTOR_GROUP_DELETE("connectorGroup.delete", ObjectKind.CONNECTOR_GROUP);

  private final String wireName;
  private final ObjectKind kind;

  Operation(String wireName, ObjectKind kind) {
    this.wireName = wireName;
    this.kind = kind;
  }

  /** The name in messages, files, outcomes and the ledger; never null. */
  public String wireName() {
    return wireName;
  }

  /** The kind of the object that the target names. */
  public ObjectKind kind() {
    return kind;
  }

  /** Whether the object is gone once it is applied. */
  public boolean isDelete() {
    return this == API_CONNECTOR_DELETE || this == CONNECTOR_GROUP_DELETE;
  }

  /**
   * The operation of that name.
   *
   * @param wireName the name as it stands in a message; matched exactly
   * @return empty where no operation has that name
   */
  public static Optional<Operation> of(String wireName) {
    return Arrays.stream(values()).filter(o -> o.wireName.equals(wireName)).findFirst();
  }
}
