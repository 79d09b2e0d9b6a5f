package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Each connector was made by one request, and is there once. */
final class Creations {
  private Creations() {}

  static void assertOnce(SandboxProcess sandbox, Collection<String> names) {
    assertThat(sandbox.apiConnectors())
        .as("connectors")
        .extracting(connector -> connector.path("displayName").asText())
        .containsExactlyInAnyOrderElementsOf(names);
    Map<String, Long> creations =
        sandbox.journal().stream()
            .filter(e -> e.path("method").asText().equals("POST") && e.path("applied").asBoolean())
            .filter(e -> e.path("path").asText().endsWith("/apiConnectors"))
            .map(e -> e.path("body").path("displayName").asText())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(creations.keySet()).as("creations").containsExactlyInAnyOrderElementsOf(names);
    assertThat(creations.values()).as("creations of each").containsOnly(1L);
  }
}
