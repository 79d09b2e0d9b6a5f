package io.connectorroutes.sandbox;

import java.util.List;
import java.util.Map;

/**
 * What each tenant holds at first.
 *
 * @param b2xUserFlows ids, such as {@code B2X_1_signup}
 * @param b2cUserFlows ids, such as {@code B2C_1_signin}
 * @param connectors ids of App Proxy connectors by machine name's order; all are in the default
 *     group at first
 * @param connectorGroups names of further groups by id; each tenant has its default group besides
 * @param apiConnectors display names by id
 */
public record SandboxSeed(
    List<String> b2xUserFlows,
    List<String> b2cUserFlows,
    List<String> connectors,
    Map<String, String> connectorGroups,
    Map<String, String> apiConnectors) {

  /** The id of the group that holds every connector which is in no other. */
  public static final String DEFAULT_GROUP = "0d3fa017-0000-4000-8000-000000000001";

  /** Takes copies. */
  public SandboxSeed {
    b2xUserFlows = List.copyOf(b2xUserFlows);
    b2cUserFlows = List.copyOf(b2cUserFlows);
    connectors = List.copyOf(connectors);
    connectorGroups = Map.copyOf(connectorGroups);
    apiConnectors = Map.copyOf(apiConnectors);
  }

  /** Three user flows, two connectors and, besides the default one, a group; no API connector. */
  public static SandboxSeed standard() {
    return new SandboxSeed(
        List.of("B2X_1_testuserflow", "B2X_1_signup"),
        List.of("B2C_1_signin"),
        List.of("7aa5aca1-aca1-7aa5-a1ac-a57aa1aca57a", "c0000000-0000-4000-8000-000000000002"),
        Map.of("0d3fa017-0000-4000-8000-000000000002", "Branch offices"),
        Map.of());
  }

  /** This seed with API connectors, by id, of which each tenant holds one of that display name. */
  public SandboxSeed withApiConnectors(Map<String, String> displayNamesById) {
    return new SandboxSeed(
        b2xUserFlows, b2cUserFlows, connectors, connectorGroups, displayNamesById);
  }
}
