package io.connectorroutes.graph;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.TargetUrl;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The secret values of a request's body, to take them out of what Graph says about it. */
final class Secrets {
  /** Shorter ones stand in every text: there, masking would show the secret by its gaps. */
  private static final int SHORTEST_TO_MASK = 6;

  private final List<String> values;

  private Secrets(List<String> values) {
    this.values = values;
  }

  /**
   * The values of the fields that Microsoft's pages "basicAuthentication" and "pkcs12Certificate"
   * hold secrets in, and what in a {@code targetUrl} can be one.
   *
   * @param body may be null
   */
  static Secrets of(JsonNode body) {
    List<String> found = new ArrayList<>();
    if (body != null) {
      found.addAll(body.findValuesAsText("password"));
      found.addAll(body.findValuesAsText("pkcs12Value"));
      body.findValuesAsText("targetUrl").forEach(url -> found.addAll(TargetUrl.secrets(url)));
    }
    return new Secrets(
        found.stream()
            .filter(value -> !value.isEmpty())
            .flatMap(value -> Stream.of(value, quoted(value)))
            .distinct()
            .sorted(Comparator.comparing(String::length).reversed())
            .toList());
  }

  /** The text without the secrets. */
  String mask(String text) {
    String masked = text;
    for (String value : values) {
      if (value.length() >= SHORTEST_TO_MASK) {
        masked = masked.replace(value, "******");
      } else if (masked.contains(value)) {
        return "Graph's message is withheld: it may repeat a secret";
      }
    }
    return masked;
  }

  private static String quoted(String value) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(value));
  }
}
