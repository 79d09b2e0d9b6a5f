package io.connectorroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/**
 * A request as it arrived, alone or as an item of a batch.
 *
 * @param root scheme, host and port that the client called
 * @param tenant never null
 * @param method HTTP method
 * @param path raw, version included
 * @param query raw; null for none
 * @param headers by lower-case name, without Authorization
 * @param body null where there is none or it is no JSON
 * @param flaw why it is refused before its path is looked at; null where it is well formed
 * @param parent the journal's number of the batch that it is an item of; null for none
 * @param batchId its id in that batch; null for none
 */
record Arrival(
    String root,
    String tenant,
    String method,
    String path,
    String query,
    Map<String, String> headers,
    JsonNode body,
    Refusal flaw,
    Long parent,
    String batchId) {

  private static final Set<String> BATCH_PATHS = Set.of("/v1.0/$batch", "/beta/$batch");

  boolean isBatchItem() {
    return parent != null;
  }

  boolean isBatch() {
    return !isBatchItem() && BATCH_PATHS.contains(path);
  }
}
