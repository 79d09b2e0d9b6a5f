package io.connectorroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.graph.AuthenticationKind;
import io.connectorroutes.graph.ListedObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * An object of a tenant as it would be.
 *
 * @param object never null
 * @param others further fields by name, of which the directory knows nothing; never null
 */
record TenantObject(ListedObject object, Map<String, String> others) {
  /** Fields of groups and of App Proxy connectors. */
  private static final Set<String> OTHERS = Set.of("region", "machineName", "externalIp", "status");

  /** As Graph shows it. */
  static TenantObject shown(String id, JsonNode json) {
    return new TenantObject(ListedObject.of(id, json), others(json, Map.of()));
  }

  /** One that nothing but its name is known of. */
  static TenantObject named(String id, String name) {
    return new TenantObject(
        new ListedObject(id, name, null, AuthenticationKind.UNKNOWN, null, Set.of()), Map.of());
  }

  /**
   * As a change leaves it.
   *
   * @param thumbprint of the certificate in the change; null for none
   */
  TenantObject after(ConnectorChange change, String thumbprint) {
    ObjectNode properties = change.properties();
    JsonNode authentication = properties.path("authenticationConfiguration");
    boolean replaced = authentication.isObject();
    return new TenantObject(
        new ListedObject(
            object.id(),
            change.givenName().orElse(object.name()),
            text(properties, "targetUrl", object.targetUrl()),
            replaced ? AuthenticationKind.of(authentication) : object.authentication(),
            replaced ? authentication.path("username").textValue() : object.username(),
            thumbprints(replaced, thumbprint)),
        others(properties, others));
  }

  private Set<String> thumbprints(boolean replaced, String thumbprint) {
    Set<String> held = new HashSet<>(replaced ? Set.of() : object.thumbprints());
    if (thumbprint != null) {
      held.add(thumbprint);
    }
    return Set.copyOf(held);
  }

  private static String text(JsonNode json, String field, String otherwise) {
    return json.path(field).isTextual() ? json.path(field).textValue() : otherwise;
  }

  private static Map<String, String> others(JsonNode json, Map<String, String> before) {
    Map<String, String> others = new HashMap<>(before);
    for (String field : OTHERS) {
      if (json.path(field).isTextual()) {
        others.put(field, json.path(field).textValue());
      }
    }
    return Map.copyOf(others);
  }

  /** The value of a field as a change names it, below {@code properties}; null where unknown. */
  String value(String field) {
    return switch (field) {
      case "displayName", "name" -> object.name();
      case "targetUrl" -> object.targetUrl();
      case "authenticationConfiguration.username" -> object.username();
      default -> others.get(field);
    };
  }
}
