package io.connectorroutes.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.operation.Effect;
import io.connectorroutes.change.operation.ObjectKind;
import io.connectorroutes.change.operation.ObjectReference;
import io.connectorroutes.change.operation.Target;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Turns a change into the Graph request of its operation. */
public final class GraphRequests {
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
    return switch (change.operation().effect()) {
      case CREATE -> creation(change, account);
      case UPDATE -> completion(change, account, objectId);
      case UPSERT ->
          objectId == null ? creation(change, account) : completion(change, account, objectId);
      case DELETE -> request(change, account, "DELETE", item(change, objectId), null);
      case APPEND ->
          request(
              change,
              account,
              "POST",
              item(change, objectId) + "/uploadClientCertificate",
              body(change));
      case LINK -> link(change, account, GraphBodies.reference(referredUrl(change, objectId)));
      case UNLINK -> link(change, account, GraphBodies.empty());
    };
  }

  /**
   * The PATCH that gives an existing object all of the change's properties: of an update, and of a
   * create whose answer was lost and whose object was found.
   */
  public GraphRequest completion(ConnectorChange change, String account, String objectId) {
    return request(change, account, "PATCH", item(change, objectId), body(change));
  }

  /**
   * The same request with the secrets of its change.
   *
   * @param planned the request of an operation that gives an object its properties, or its
   *     completion
   * @param resolved the change that it is for, with every secret
   */
  public GraphRequest withSecrets(GraphRequest planned, ConnectorChange resolved) {
    return new GraphRequest(
        planned.method(),
        planned.path(),
        body(resolved),
        planned.account(),
        planned.clientRequestId());
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
    return settings.version(change.operation().isBetaOnly(change.target()));
  }

  private GraphRequest creation(ConnectorChange change, String account) {
    String collection = settings.collection(change.operation().kind());
    return request(change, account, "POST", collection, body(change));
  }

  private GraphRequest request(
      ConnectorChange change, String account, String method, String path, JsonNode body) {
    return new GraphRequest(
        method, "/" + version(change) + path, body, account, UUID.randomUUID().toString());
  }

  /** Of an operation that gives an object its properties. */
  private static JsonNode body(ConnectorChange change) {
    if (change.operation().effect() == Effect.APPEND) {
      return GraphBodies.certificate(change.properties());
    }
    return switch (change.operation().kind()) {
      case API_CONNECTOR -> GraphBodies.apiConnector(change.properties());
      case CONNECTOR -> GraphBodies.connector(change.properties());
      case CONNECTOR_GROUP, USER_FLOW_STEP -> change.properties();
    };
  }

  private String item(ConnectorChange change, String objectId) {
    return settings.collection(change.operation().kind()) + "/" + PathSegments.encode(objectId);
  }

  /** Puts a reference, or none, in the place of the one before. */
  private GraphRequest link(ConnectorChange change, String account, JsonNode body) {
    Target target = change.target();
    return change.operation().kind() == ObjectKind.USER_FLOW_STEP
        ? request(change, account, "PUT", step(target), body)
        : request(change, account, "POST", memberOf(target), body);
  }

  private static String step(Target target) {
    String flows = Target.B2C.equals(target.userFlowType()) ? "b2cUserFlows" : "b2xUserFlows";
    return "/identity/"
        + flows
        + "/"
        + PathSegments.encode(target.userFlowId())
        + "/apiConnectorConfiguration/"
        + PathSegments.encode(target.step())
        + "/$ref";
  }

  /**
   * Not below the configured path of connectors, which Microsoft's pages name for updates alone.
   */
  private static String memberOf(Target target) {
    return GraphSettings.APP_PROXY
        + "/connectors/"
        + PathSegments.encode(target.id())
        + "/memberOf/$ref";
  }

  /** On the root and version of the request itself: references do not cross clouds. */
  private String referredUrl(ConnectorChange change, String objectId) {
    return settings.cloud().root()
        + "/"
        + version(change)
        + settings.collection(change.operation().referredKind())
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
    return "properties." + change.operation().referredKind().wireName() + ".id";
  }
}
