package io.connectorroutes.sandbox;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;

/** How the sandbox reads and masks JSON. */
final class SandboxJson {
  /** Refuses what Graph's reader would be free to read in one way or another. */
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** What Graph puts in the place of a password. */
  static final String MASK = "******";

  private static final Set<String> SECRETS = Set.of("password", "pkcs12Value");

  private SandboxJson() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * Reads a request's body.
   *
   * @throws Refusal where it is no JSON
   */
  static JsonNode read(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (IOException e) {
      throw Refusal.badRequest("Unable to read JSON request payload. Send one JSON document.");
    }
  }

  /** A copy with every secret masked, at any depth. */
  static JsonNode masked(JsonNode node) {
    JsonNode copy = node.deepCopy();
    mask(copy);
    return copy;
  }

  private static void mask(JsonNode node) {
    if (node instanceof ObjectNode object) {
      SECRETS.stream().filter(object::has).forEach(s -> object.put(s, MASK));
    }
    node.forEach(SandboxJson::mask);
  }
}
