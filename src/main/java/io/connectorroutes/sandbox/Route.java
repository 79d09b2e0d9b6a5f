package io.connectorroutes.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One row of the routing table.
 *
 * @param method HTTP method
 * @param versions in which it exists
 * @param template segments of its path below the version; <code>{x}</code> stands for any
 * @param handler carries it out, under the lock of the tenant's state
 */
record Route(String method, Set<ApiVersion> versions, List<String> template, Handler handler) {

  /** Carries out a request of one route. */
  @FunctionalInterface
  interface Handler {
    /**
     * Reads or changes the state.
     *
     * @throws Refusal where the request is answered with an error; the state is then unchanged
     */
    Reply handle(Call call, TenantState state);
  }

  static Route of(String method, Set<ApiVersion> versions, String template, Handler handler) {
    return new Route(method, versions, List.of(template.substring(1).split("/")), handler);
  }

  /** The variables of the path where it matches the template. */
  Optional<Map<String, String>> match(List<String> segments) {
    if (segments.size() != template.size()) {
      return Optional.empty();
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      String expected = template.get(i);
      if (expected.startsWith("{")) {
        variables.put(expected.substring(1, expected.length() - 1), segments.get(i));
      } else if (!expected.equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }
}
