package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Outcomes as a reader keeps them: repeats are dropped by outcomeId, and are equal word for word.
 */
final class PublishedOutcomes {
  private final Map<String, JsonNode> byId = new LinkedHashMap<>();

  PublishedOutcomes addAll(Collection<JsonNode> told) {
    told.forEach(this::add);
    return this;
  }

  private void add(JsonNode told) {
    JsonNode first = byId.putIfAbsent(told.path("outcomeId").asText(), told);
    assertThat(first == null ? told : first).as("told again").isEqualTo(told);
  }

  /** Each once, by its outcomeId. */
  Map<String, JsonNode> byId() {
    return Map.copyOf(byId);
  }

  /** Each once, in the order in which it was told first. */
  List<JsonNode> all() {
    return List.copyOf(byId.values());
  }
}
