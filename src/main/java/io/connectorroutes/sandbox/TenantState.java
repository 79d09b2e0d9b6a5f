package io.connectorroutes.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What one tenant holds. Not safe for threads: whoever works on it holds its lock. */
final class TenantState {
  private final Map<String, ApiConnector> apiConnectors = new LinkedHashMap<>();
  private final Map<String, UserFlow> userFlows = new LinkedHashMap<>();
  private final Map<String, Connector> connectors = new LinkedHashMap<>();
  private final Map<String, ConnectorGroup> connectorGroups = new LinkedHashMap<>();

  /** An API connector with the secret that it received last; null where it received none. */
  record ApiConnector(
      String id,
      String displayName,
      String targetUrl,
      Authentication authentication,
      ReceivedSecret secret) {
    ObjectNode showOn(ObjectNode shown) {
      shown.put("id", id).put("displayName", displayName).put("targetUrl", targetUrl);
      shown.set("authenticationConfiguration", authentication.shown());
      return shown;
    }
  }

  /** A user flow: its type, {@code b2x} or {@code b2c}, and the API connector's id by step. */
  record UserFlow(String id, String type, Map<String, String> steps) {}

  /** An App Proxy connector and the id of the one group that it is in. */
  record Connector(
      String id, String machineName, String externalIp, String status, String groupId) {
    ObjectNode showOn(ObjectNode shown) {
      return shown
          .put("id", id)
          .put("machineName", machineName)
          .put("externalIp", externalIp)
          .put("status", status)
          .put("version", "1.5.3437.0");
    }
  }

  /** A connector group; the region is null where none was given. */
  record ConnectorGroup(String id, String name, String region, boolean isDefault) {
    ObjectNode showOn(ObjectNode shown) {
      return shown
          .put("id", id)
          .put("name", name)
          .put("connectorGroupType", "applicationProxy")
          .put("isDefault", isDefault)
          .put("region", region);
    }
  }

  TenantState(SandboxSeed seed) {
    seed.b2xUserFlows().forEach(id -> addUserFlow(id, "b2x"));
    seed.b2cUserFlows().forEach(id -> addUserFlow(id, "b2c"));
    put(new ConnectorGroup(SandboxSeed.DEFAULT_GROUP, "Default", "nam", true));
    seed.connectorGroups().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(g -> put(new ConnectorGroup(g.getKey(), g.getValue(), null, false)));
    seed.connectors().forEach(this::addConnector);
    seed.apiConnectors().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(c -> addApiConnector(c.getKey(), c.getValue()));
  }

  private void addUserFlow(String id, String type) {
    userFlows.put(id, new UserFlow(id, type, new LinkedHashMap<>()));
  }

  private void addConnector(String id) {
    int number = connectors.size() + 1;
    put(
        new Connector(
            id,
            "connector-" + number + ".example.com",
            "203.0.113." + number,
            "active",
            SandboxSeed.DEFAULT_GROUP));
  }

  private void addApiConnector(String id, String displayName) {
    put(
        new ApiConnector(
            id, displayName, "https://api.example.com/", new Authentication.Basic(""), null));
  }

  Map<String, ApiConnector> apiConnectors() {
    return apiConnectors;
  }

  Map<String, UserFlow> userFlows() {
    return userFlows;
  }

  Map<String, Connector> connectors() {
    return connectors;
  }

  Map<String, ConnectorGroup> connectorGroups() {
    return connectorGroups;
  }

  void put(ApiConnector apiConnector) {
    apiConnectors.put(apiConnector.id(), apiConnector);
  }

  void put(Connector connector) {
    connectors.put(connector.id(), connector);
  }

  void put(ConnectorGroup group) {
    connectorGroups.put(group.id(), group);
  }

  /** Whether a connector group holds a connector. */
  boolean holdsConnectors(String groupId) {
    return connectors.values().stream().anyMatch(c -> c.groupId().equals(groupId));
  }

  /** Everything, as Graph would show it, user flows and groups with what they refer to. */
  ObjectNode shown() {
    ObjectNode shown = SandboxJson.object();
    ArrayNode api = shown.putArray("apiConnectors");
    apiConnectors.values().forEach(c -> api.add(c.showOn(SandboxJson.object())));
    ArrayNode flows = shown.putArray("userFlows");
    userFlows.values().forEach(f -> flows.add(shown(f)));
    ArrayNode proxies = shown.putArray("connectors");
    connectors
        .values()
        .forEach(c -> proxies.add(c.showOn(SandboxJson.object()).put("memberOf", c.groupId())));
    ArrayNode groups = shown.putArray("connectorGroups");
    connectorGroups.values().forEach(g -> groups.add(g.showOn(SandboxJson.object())));
    return shown;
  }

  private static ObjectNode shown(UserFlow flow) {
    ObjectNode shown = SandboxJson.object().put("id", flow.id()).put("userFlowType", flow.type());
    ObjectNode steps = shown.putObject("apiConnectorConfiguration");
    flow.steps().forEach(steps::put);
    return shown;
  }
}
