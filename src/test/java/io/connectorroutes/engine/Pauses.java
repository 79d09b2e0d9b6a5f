package io.connectorroutes.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.graph.GraphResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** How long an answer asks its tenant to pause, read without the product. */
final class Pauses {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int THROTTLED = 429;

  private Pauses() {}

  /** The longest pause of an answer or of a batch's items; empty for none. */
  static Optional<Duration> asked(GraphResponse response) throws IOException {
    if (response.status() == THROTTLED) {
      return Optional.ofNullable(response.headers().get("retry-after")).map(Pauses::seconds);
    }
    return items(response)
        .filter(item -> item.path("status").asInt() == THROTTLED)
        .map(item -> item.path("headers").path("Retry-After").textValue())
        .filter(text -> text != null)
        .map(Pauses::seconds)
        .max(Comparator.naturalOrder());
  }

  private static Stream<JsonNode> items(GraphResponse response) throws IOException {
    return response.body().length == 0
        ? Stream.empty()
        : StreamSupport.stream(
            JSON.readTree(response.body()).path("responses").spliterator(), false);
  }

  private static Duration seconds(String text) {
    return Duration.ofSeconds(Long.parseLong(text));
  }
}
