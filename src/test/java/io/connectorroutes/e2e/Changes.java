package io.connectorroutes.e2e;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Changes as JSON lines. */
final class Changes {
  /** Of every change that has one and says no other. */
  static final String PASSWORD = "Kan4ry/e2e+7f\"19c\\d3\u00fc";

  private static final String NOWHERE = "00000000-0000-4000-8000-00000000dead";

  private Changes() {}

  /** Creates an API connector of the same name. */
  static String create(String changeId) {
    return create(changeId, password());
  }

  /** The password as JSON. */
  static String password() {
    return JsonNodeFactory.instance.textNode(PASSWORD).toString();
  }

  /** Creates an API connector of the same name, its password being some JSON. */
  static String create(String changeId, String password) {
    return """
    {"changeId":"%1$s","operation":"apiConnector.create","properties":{"displayName":"%1$s",\
    "targetUrl":"https://api.example.com/%1$s","authenticationConfiguration":\
    {"@odata.type":"#microsoft.graph.basicAuthentication","username":"u","password":%2$s}}}
    """
        .formatted(changeId, password);
  }

  /** So many of them, numbered from 1. */
  static String creates(String prefix, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(n -> create(prefix + "-" + n))
        .collect(Collectors.joining());
  }

  /** Points an API connector that is named by its id to another place. */
  static String update(String changeId, String id) {
    return """
    {"changeId":"%s","operation":"apiConnector.update","target":{"id":"%s"},\
    "properties":{"targetUrl":"https://api.example.com/moved"}}
    """
        .formatted(changeId, id);
  }

  /** An update of what no tenant has, which fails. */
  static String lost(String changeId) {
    return update(changeId, NOWHERE);
  }

  /** Creates a connector group, named as that says. */
  static String group(String changeId, String name) {
    return """
    {"changeId":"%s","operation":"connectorGroup.create","properties":{"name":"%s"}}
    """
        .formatted(changeId, name);
  }
}
