package io.connectorroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * A request that a route was found for.
 *
 * @param root scheme, host and port that the client called
 * @param version of the path
 * @param path below the version, raw
 * @param variables of the route's path, decoded
 * @param query decoded
 * @param body null where there is none
 */
record Call(
    String root,
    ApiVersion version,
    String path,
    Map<String, String> variables,
    Map<String, String> query,
    JsonNode body) {

  String variable(String name) {
    return variables.get(name);
  }

  /** The absolute URL of a path of the same version. */
  String absolute(String relative) {
    return root + "/" + version.segment() + relative;
  }

  /** The beginning of an object of this call's answer. */
  ObjectNode withContext(String fragment) {
    return SandboxJson.object().put("@odata.context", absolute("/$metadata#" + fragment));
  }

  /**
   * Ends the reading of the query.
   *
   * @throws Refusal where it has an option that is not allowed
   */
  void queryOnly(Set<String> allowed) {
    query
        .keySet()
        .forEach(
            option -> {
              if (!allowed.contains(option)) {
                throw Refusal.badRequest("Query option '" + option + "' is not allowed here.");
              }
            });
  }
}
