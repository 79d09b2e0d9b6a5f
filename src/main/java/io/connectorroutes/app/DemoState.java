package io.connectorroutes.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.TargetUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** What a tenant of the sandbox holds, in lines that a person reads and that can be compared. */
final class DemoState {
  private static final String TYPE = "@odata.type";

  private final JsonNode tenant;

  /**
   * The state of a tenant.
   *
   * @param tenant as the sandbox gives it
   */
  DemoState(JsonNode tenant) {
    this.tenant = tenant;
  }

  /** One line for each API connector, step, group and moved connector, sorted by kind. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(apiConnectors());
    lines.addAll(steps());
    groups().forEach((name, region) -> lines.add("connector group  " + name + "  " + region));
    lines.addAll(connectors());
    return lines;
  }

  List<String> differences(JsonNode expected) {
    List<String> differences = new ArrayList<>();
    compare(expectedApiConnectors(expected), apiConnectors(), differences);
    compare(expectedSteps(expected), steps(), differences);
    compareGroups(expected, differences);
    compareConnectors(expected, differences);
    return differences;
  }

  private static void compare(
      List<String> expected, List<String> actual, List<String> differences) {
    expected.stream()
        .filter(line -> !actual.contains(line))
        .forEach(line -> differences.add("missing: " + line));
    actual.stream()
        .filter(line -> !expected.contains(line))
        .forEach(line -> differences.add("unexpected: " + line));
  }

  private List<String> apiConnectors() {
    return sorted(tenant.path("apiConnectors"), DemoState::apiConnector);
  }

  private static String apiConnector(JsonNode connector) {
    JsonNode authentication = connector.path("authenticationConfiguration");
    String type = authentication.path(TYPE).asText().replaceFirst("^#?microsoft\\.graph\\.", "");
    return apiConnector(connector, type, authentication.path("certificateList").size());
  }

  private static String apiConnector(JsonNode connector, String type, int certificates) {
    return "API connector  "
        + connector.path("displayName").asText()
        + "  "
        + TargetUrl.shown(connector.path("targetUrl").asText())
        + "  "
        + type
        + (certificates == 0 ? "" : " (" + certificates + ")");
  }

  private static List<String> expectedApiConnectors(JsonNode expected) {
    return sorted(
        expected.path("apiConnectors"),
        c -> apiConnector(c, c.path("authentication").asText(), c.path("certificates").asInt()));
  }

  private List<String> steps() {
    Map<String, String> names = new TreeMap<>();
    tenant
        .path("apiConnectors")
        .forEach(c -> names.put(c.path("id").asText(), c.path("displayName").asText()));
    List<String> steps = new ArrayList<>();
    for (JsonNode flow : tenant.path("userFlows")) {
      flow.path("apiConnectorConfiguration")
          .properties()
          .forEach(
              step -> steps.add(step(flow, step.getKey(), names.get(step.getValue().asText()))));
    }
    return steps.stream().sorted().toList();
  }

  private static List<String> expectedSteps(JsonNode expected) {
    List<String> steps = new ArrayList<>();
    for (JsonNode flow : expected.path("userFlows")) {
      flow.path("steps")
          .properties()
          .forEach(step -> steps.add(step(flow, step.getKey(), step.getValue().asText())));
    }
    return steps.stream().sorted().toList();
  }

  private static String step(JsonNode flow, String step, String connector) {
    return "user flow  " + flow.path("id").asText() + "  " + step + " -> " + connector;
  }

  private Map<String, String> groups() {
    Map<String, String> groups = new TreeMap<>();
    tenant
        .path("connectorGroups")
        .forEach(g -> groups.put(g.path("name").asText(), g.path("region").asText("")));
    return groups;
  }

  private void compareGroups(JsonNode expected, List<String> differences) {
    Map<String, String> groups = groups();
    for (JsonNode group : expected.path("connectorGroups")) {
      if (!group.path("region").asText().equals(groups.get(group.path("name").asText()))) {
        differences.add("missing: connector group " + group);
      }
    }
    for (JsonNode name : expected.path("absentConnectorGroups")) {
      if (groups.containsKey(name.asText())) {
        differences.add("unexpected: connector group " + name.asText());
      }
    }
  }

  private List<String> connectors() {
    return sorted(tenant.path("connectors"), this::connector);
  }

  private String connector(JsonNode connector) {
    return connector(connector, groupName(connector.path("memberOf")));
  }

  private static String connector(JsonNode connector, String group) {
    return "connector  "
        + connector.path("id").asText()
        + "  "
        + connector.path("machineName").asText()
        + "  "
        + connector.path("externalIp").asText()
        + "  "
        + connector.path("status").asText()
        + "  in "
        + group;
  }

  private String groupName(JsonNode id) {
    return StreamSupport.stream(tenant.path("connectorGroups").spliterator(), false)
        .filter(group -> group.path("id").equals(id))
        .map(group -> group.path("name").asText())
        .findFirst()
        .orElse("no group");
  }

  private void compareConnectors(JsonNode expected, List<String> differences) {
    List<String> actual = connectors();
    for (JsonNode connector : expected.path("connectors")) {
      String line = connector(connector, connector.path("connectorGroup").asText());
      if (!actual.contains(line)) {
        differences.add("missing: " + line);
      }
    }
  }

  private static List<String> sorted(JsonNode array, Function<JsonNode, String> line) {
    TreeSet<String> lines = new TreeSet<>();
    array.forEach(node -> lines.add(line.apply(node)));
    return List.copyOf(lines);
  }
}
