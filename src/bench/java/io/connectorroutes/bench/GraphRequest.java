package io.connectorroutes.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One request that the stand-in for Graph received.
 *
 * @param tenant the tenant's id
 * @param time of arrival
 * @param batch whether it is a batch itself, which the budget does not count
 * @param item whether it came as an item of a batch
 * @param status as answered; 0 while there is no answer
 * @param applied whether it changed the state
 * @param targetUrl of its body; null where there is none
 */
record GraphRequest(
    String tenant,
    Instant time,
    String method,
    String path,
    boolean batch,
    boolean item,
    int status,
    boolean applied,
    String targetUrl) {

  static GraphRequest of(JsonNode entry) {
    String path = entry.path("path").asText();
    return new GraphRequest(
        entry.path("tenant").asText(),
        Instant.parse(entry.path("time").asText()),
        entry.path("method").asText(),
        path,
        path.endsWith("/$batch"),
        entry.hasNonNull("parent"),
        entry.path("status").asInt(0),
        entry.path("applied").asBoolean(),
        entry.path("body").path("targetUrl").textValue());
  }
}
