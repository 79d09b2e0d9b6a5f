package io.connectorroutes.change.operation;

import static io.connectorroutes.change.operation.Effect.APPEND;
import static io.connectorroutes.change.operation.Effect.CREATE;
import static io.connectorroutes.change.operation.Effect.DELETE;
import static io.connectorroutes.change.operation.Effect.LINK;
import static io.connectorroutes.change.operation.Effect.UNLINK;
import static io.connectorroutes.change.operation.Effect.UPDATE;
import static io.connectorroutes.change.operation.Effect.UPSERT;
import static io.connectorroutes.change.operation.ObjectKind.API_CONNECTOR;
import static io.connectorroutes.change.operation.ObjectKind.CONNECTOR;
import static io.connectorroutes.change.operation.ObjectKind.CONNECTOR_GROUP;
import static io.connectorroutes.change.operation.ObjectKind.USER_FLOW_STEP;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;

/** What a change does: an effect on an object of a kind. All else about it follows from the two. */
public enum Operation {
  API_CONNECTOR_CREATE("apiConnector.create", CREATE, API_CONNECTOR),
  API_CONNECTOR_UPDATE("apiConnector.update", UPDATE, API_CONNECTOR),
  API_CONNECTOR_UPSERT("apiConnector.upsert", UPSERT, API_CONNECTOR),
  API_CONNECTOR_DELETE("apiConnector.delete", DELETE, API_CONNECTOR),
  API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE(
      "apiConnector.uploadClientCertificate", APPEND, API_CONNECTOR),
  USER_FLOW_ENABLE_API_CONNECTOR("userFlow.enableApiConnector", LINK, USER_FLOW_STEP),
  USER_FLOW_DISABLE_API_CONNECTOR("userFlow.disableApiConnector", UNLINK, USER_FLOW_STEP),
  CONNECTOR_UPDATE("connector.update", UPDATE, CONNECTOR),
  CONNECTOR_MOVE_TO_GROUP("connector.moveToGroup", LINK, CONNECTOR),
  CONNECTOR_GROUP_CREATE("connectorGroup.create", CREATE, CONNECTOR_GROUP),
  CONNECTOR_GROUP_UPDATE("connectorGroup.update", UPDATE, CONNECTOR_GROUP),
  CONNECTOR_GROUP_DELETE("connectorGroup.delete", DELETE, CONNECTOR_GROUP);

  private final String wireName;
  private final Effect effect;
  private final ObjectKind kind;

  Operation(String wireName, Effect effect, ObjectKind kind) {
    this.wireName = wireName;
    this.effect = effect;
    this.kind = kind;
  }

  /** The name in messages, files, outcomes and the ledger; never null. */
  public String wireName() {
    return wireName;
  }

  /** What it does to the object of its target. */
  public Effect effect() {
    return effect;
  }

  /** The kind of the object that the target names. */
  public ObjectKind kind() {
    return kind;
  }

  /** The kind of the object that it refers to: what is put into its target, or the target. */
  public ObjectKind referredKind() {
    return effect == LINK || effect == UNLINK ? kind.linked().orElseThrow() : kind;
  }

  /** Whether the object is gone once it is applied. */
  public boolean isDelete() {
    return effect == DELETE;
  }

  /** Whether each of its requests may be sent twice: none makes two of what should be one. */
  public boolean isIdempotent() {
    return switch (effect) {
      case CREATE, UPSERT, APPEND -> false;
      case UPDATE, DELETE, LINK, UNLINK -> true;
    };
  }

  /**
   * Whether its request of that method may be sent twice.
   *
   * @param method in capitals: of an upsert, the POST that creates may not, the PATCH that updates
   *     may
   */
  public boolean isIdempotent(String method) {
    return isIdempotent() || !method.equals("POST");
  }

  /** Whether Graph has it in version {@code beta} alone, with that target. */
  public boolean isBetaOnly(Target target) {
    return kind.isBetaOnly()
        || Target.B2C.equals(target.userFlowType())
        || "preTokenIssuance".equals(target.step());
  }

  /**
   * The object whose id its request needs: the target, or what is put into it.
   *
   * @param properties as the change has them
   * @return empty where the request needs no id but those in the target: creates, and what empties
   *     a target
   */
  public Optional<ObjectReference> reference(Target target, JsonNode properties) {
    return switch (effect) {
      case CREATE, UNLINK -> Optional.empty();
      case UPDATE, UPSERT, DELETE, APPEND ->
          Optional.of(ObjectReference.either(kind, target.id(), target.name(kind).orElse(null)));
      case LINK -> {
        JsonNode object = properties.path(referredKind().wireName());
        yield Optional.of(
            ObjectReference.either(
                referredKind(),
                object.path("id").textValue(),
                referredKind().nameField().map(n -> object.path(n).textValue()).orElse(null)));
      }
    };
  }

  /**
   * The name that an object has once it is applied, and perhaps not before: that of a create or
   * upsert, or the new one of an update. An update by name that repeats the name gives none.
   */
  public Optional<String> givenName(Target target, JsonNode properties) {
    return switch (effect) {
      case CREATE -> nameIn(properties);
      case UPSERT -> target.name(kind);
      case UPDATE ->
          nameIn(properties).filter(given -> !target.name(kind).equals(Optional.of(given)));
      case DELETE, APPEND, LINK, UNLINK -> Optional.empty();
    };
  }

  private Optional<String> nameIn(JsonNode properties) {
    return kind.nameField().map(field -> properties.path(field).textValue());
  }

  /**
   * The operation of that effect on a target of that kind.
   *
   * @throws java.util.NoSuchElementException where there is none
   */
  public static Operation of(Effect effect, ObjectKind kind) {
    return Arrays.stream(values())
        .filter(o -> o.effect == effect && o.kind == kind)
        .findFirst()
        .orElseThrow();
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
