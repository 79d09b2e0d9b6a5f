package io.connectorroutes.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.ObjectReference;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Turns a change into the Graph request of its operation. */
public final class GraphRequests {
  static final String API_CONNECTORS = "/identity/apiConnectors";
  static final String APP_PROXY = "/onPremisesPublishingProfiles/applicationProxy";
  static final String CONNECTOR_GROUPS = APP_PROXY + "/connectorGroups";

  private final GraphSettings settings;

  /** Requests for the Graph of these settings. */
  public GraphRequests(GraphSettings settings) {
    this.settings = settings;
  }

  /**
   * The request of a change.
   *
   * @param change a valid change
   * @param account whose token the request carries
   * @param objectId the id of the object of {@link ConnectorChange#reference}, also where the
   *     change gives it itself; null where the operation has no such object, and for an {@code
   *     apiConnector.upsert} whose name nobody has
   * @throws IllegalArgumentException where an id cannot be part of a path; the message is one line
   */
  public GraphRequest of(ConnectorChange change, String account, String objectId) {
    Target target = change.target();
    return switch (change.operation()) {
      case API_CONNECTOR_CREATE -> request(change, account, "POST", API_CONNECTORS, body(change));
      case API_CONNECTOR_UPSERT ->
          objectId == null
              ? request(change, account, "POST", API_CONNECTORS, body(change))
              : completion(change, account, objectId);
      case API_CONNECTOR_UPDATE, CONNECTOR_GROUP_UPDATE -> completion(change, account, objectId);
      case API_CONNECTOR_DELETE, CONNECTOR_GROUP_DELETE ->
          request(change, account, "DELETE", item(change, objectId), null);
      case API_CONNECTOR_UPLOAD_CLIENT_CERTIFICATE ->
          request(
              change,
              account,
              "POST",
              item(change, objectId) + "/uploadClientCertificate",
              GraphBodies.certificate(change.properties()));
      case USER_FLOW_ENABLE_API_CONNECTOR ->
          request(
              change,
              account,
              "PUT",
              step(target),
              GraphBodies.reference(url(change, API_CONNECTORS, objectId)));
      case USER_FLOW_DISABLE_API_CONNECTOR ->
          request(change, account, "PUT", step(target), GraphBodies.empty());
      case CONNECTOR_UPDATE ->
          request(
              change,
              account,
              "PATCH",
              settings.connectorsPath() + "/" + PathSegments.encode(target.id()),
              GraphBodies.connector(change.properties()));
      case CONNECTOR_MOVE_TO_GROUP ->
          request(
              change,
              account,
              "POST",
              APP_PROXY + "/connectors/" + PathSegments.encode(target.id()) + "/memberOf/$ref",
              GraphBodies.reference(url(change, CONNECTOR_GROUPS, objectId)));
      case CONNECTOR_GROUP_CREATE ->
          request(change, account, "POST", CONNECTOR_GROUPS, body(change));
    };
  }

  /**
   * The PATCH that gives an existing API connector or connector group all of the change's
   * properties: of an update, and of a create whose answer was lost and whose object was found.
   */
  public GraphRequest completion(ConnectorChange change, String account, String objectId) {
    return request(change, account, "PATCH", item(change, objectId), body(change));
  }

  /**
   * Why the change can never be sent as things are configured: the cloud does not offer it, or an
   * id in it cannot be part of a path.
   *
   * @return one line with the remedy; empty where it can be sent
   */
  public Optional<String> unsupported(ConnectorChange change) {
    if (settings.cloud().offersApiConnectorsInBetaOnly()
        && version(change).equals(GraphSettings.V1)) {
      return Optional.of(
          change.operation().wireName()
              + ": Graph "
              + GraphSettings.V1
              + " in cloud "
              + settings.cloud().name()
              + " does not offer it; set graph.api-version=beta");
    }
    return impossibleId(change);
  }

  /** The version that the operation exists in, or the configured one where both have it. */
  private String version(ConnectorChange change) {
    ObjectKind kind = change.operation().kind();
    boolean betaOnly =
        kind == ObjectKind.CONNECTOR
            || kind == ObjectKind.CONNECTOR_GROUP
            || "b2c".equals(change.target().userFlowType())
            || "preTokenIssuance".equals(change.target().step());
    return betaOnly ? GraphSettings.BETA : settings.apiVersion();
  }

  private GraphRequest request(
      ConnectorChange change, String account, String method, String path, JsonNode body) {
    return new GraphRequest(
        method, "/" + version(change) + path, body, account, UUID.randomUUID().toString());
  }

  private static JsonNode body(ConnectorChange change) {
    return change.operation().kind() == ObjectKind.API_CONNECTOR
        ? GraphBodies.apiConnector(change.properties())
        : change.properties();
  }

  private static String item(ConnectorChange change, String objectId) {
    String collection =
        change.operation().kind() == ObjectKind.CONNECTOR_GROUP ? CONNECTOR_GROUPS : API_CONNECTORS;
    return collection + "/" + PathSegments.encode(objectId);
  }

  private static String step(Target target) {
    String flows = "b2c".equals(target.userFlowType()) ? "b2cUserFlows" : "b2xUserFlows";
    return "/identity/"
        + flows
        + "/"
        + PathSegments.encode(target.userFlowId())
        + "/apiConnectorConfiguration/"
        + PathSegments.encode(target.step())
        + "/$ref";
  }

  /** On the root and version of the request itself: references do not cross clouds. */
  private String url(ConnectorChange change, String collection, String objectId) {
    return settings.cloud().root()
        + "/"
        + version(change)
        + collection
        + "/"
        + PathSegments.encode(objectId);
  }

  private static Optional<String> impossibleId(ConnectorChange change) {
    Target target = change.target();
    String reference = change.reference().map(ObjectReference::id).orElse(null);
    return Stream.of(target.id(), target.userFlowId(), target.step(), reference)
        .filter(Objects::nonNull)
        .filter(id -> !PathSegments.isAllowed(id))
        .findFirst()
        .map(id -> idField(change, id) + ": must not be empty, \".\" or \"..\"; give Graph's id");
  }

  private static String idField(ConnectorChange change, String id) {
    Target target = change.target();
    if (id.equals(target.id())) {
      return "target.id";
    }
    if (id.equals(target.userFlowId())) {
      return "target.userFlowId";
    }
    if (id.equals(target.step())) {
      return "target.step";
    }
    return change.operation() == Operation.CONNECTOR_MOVE_TO_GROUP
        ? "properties.connectorGroup.id"
        : "properties.apiConnector.id";
  }
}
