package io.connectorroutes.sandbox;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The routing table: which paths there are, in which version, and who serves them. */
final class Router {
  private static final Set<ApiVersion> BOTH = EnumSet.allOf(ApiVersion.class);
  private static final Set<ApiVersion> BETA = EnumSet.of(ApiVersion.BETA);
  private static final String PROXY = "/onPremisesPublishingProfiles/applicationProxy";

  private final List<Route> routes = new ArrayList<>();

  Router(SandboxOptions options) {
    apiConnectors(new ApiConnectors(new Certificates(options), options.pageSize()));
    userFlows(new UserFlows(options.pageSize()));
    connectors(new Connectors(options.pageSize()), options.connectorsAtRoot());
    connectorGroups(new ConnectorGroups(options.pageSize()));
  }

  private void apiConnectors(ApiConnectors handler) {
    // The page "identityApiConnector: uploadClientCertificate" writes the segment in lower case.
    for (String path : List.of("/identity/apiConnectors", "/identity/apiconnectors")) {
      add("GET", BOTH, path, handler::list);
      add("POST", BOTH, path, handler::create);
      add("GET", BOTH, path + "/{id}", handler::get);
      add("PATCH", BOTH, path + "/{id}", handler::update);
      add("DELETE", BOTH, path + "/{id}", handler::delete);
      add("POST", BOTH, path + "/{id}/uploadClientCertificate", handler::upload);
    }
  }

  private void userFlows(UserFlows handler) {
    userFlows(handler, "b2x", BOTH);
    userFlows(handler, "b2c", BETA);
  }

  private void userFlows(UserFlows handler, String type, Set<ApiVersion> versions) {
    String flows = "/identity/" + type + "UserFlows";
    String path = flows + "/{flow}/apiConnectorConfiguration";
    add("GET", versions, flows, (call, state) -> handler.list(call, state, type));
    add("GET", versions, path, (call, state) -> handler.get(call, state, type));
    add("PUT", versions, path + "/{step}/$ref", (call, state) -> handler.put(call, state, type));
  }

  private void connectors(Connectors handler, boolean atRoot) {
    if (atRoot) {
      // The page "Update connector" has the resource at the root.
      add("PATCH", BETA, "/connectors/{id}", handler::update);
    }
    add("GET", BETA, PROXY + "/connectors", handler::list);
    add("GET", BETA, PROXY + "/connectors/{id}", handler::get);
    add("PATCH", BETA, PROXY + "/connectors/{id}", handler::update);
    add("GET", BETA, PROXY + "/connectors/{id}/memberOf", handler::memberOf);
    add("POST", BETA, PROXY + "/connectors/{id}/memberOf/$ref", handler::move);
  }

  private void connectorGroups(ConnectorGroups handler) {
    add("GET", BETA, PROXY + "/connectorGroups", handler::list);
    add("POST", BETA, PROXY + "/connectorGroups", handler::create);
    add("GET", BETA, PROXY + "/connectorGroups/{id}", handler::get);
    add("PATCH", BETA, PROXY + "/connectorGroups/{id}", handler::update);
    add("DELETE", BETA, PROXY + "/connectorGroups/{id}", handler::delete);
  }

  private void add(
      String method, Set<ApiVersion> versions, String template, Route.Handler handler) {
    routes.add(Route.of(method, versions, template, handler));
  }

  /**
   * Finds the route of a request and carries it out.
   *
   * @throws Refusal where there is none, or the handler refuses
   */
  Reply route(Arrival arrival, TenantState state) {
    List<String> segments = RawPath.segments(arrival.path());
    ApiVersion version =
        ApiVersion.of(segments.get(0))
            .orElseThrow(() -> Refusal.badRequest("Invalid version: '" + segments.get(0) + "'."));
    List<String> below = segments.subList(1, segments.size());
    boolean pathExists = false;
    for (Route route : routes) {
      Optional<Map<String, String>> variables =
          route.versions().contains(version) ? route.match(below) : Optional.empty();
      if (variables.isPresent() && route.method().equals(arrival.method())) {
        return route.handler().handle(call(arrival, version, variables.get()), state);
      }
      pathExists |= variables.isPresent();
    }
    throw pathExists ? methodNotAllowed(arrival.method()) : noSuchPath(version, below);
  }

  private static Call call(Arrival arrival, ApiVersion version, Map<String, String> variables) {
    return new Call(
        arrival.root(),
        version,
        arrival.path().substring(version.segment().length() + 1),
        variables,
        RawPath.query(arrival.query()),
        arrival.body());
  }

  private static Refusal methodNotAllowed(String method) {
    return new Refusal(
        405, "Request_BadRequest", "Specified HTTP method '" + method + "' is not allowed here.");
  }

  /** Graph's words for a path that its model of that version does not have. */
  private static Refusal noSuchPath(ApiVersion version, List<String> segments) {
    String segment = segments.isEmpty() ? version.segment() : segments.get(0);
    String message = "Resource not found for the segment '" + segment + "'.";
    return segment.equals("connectors")
        ? new Refusal(404, "ResourceNotFound", message)
        : Refusal.badRequest(message);
  }
}
