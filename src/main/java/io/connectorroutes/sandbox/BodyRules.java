package io.connectorroutes.sandbox;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Which requests may have a body, and of which type. */
final class BodyRules {
  private static final Set<String> WITHOUT = Set.of("GET", "DELETE");

  private BodyRules() {}

  /** Why a request is refused for its body; empty where it is as it should be. */
  static Optional<Refusal> flaw(String method, boolean hasBody, String contentType) {
    if (!hasBody) {
      return Optional.empty();
    }
    if (WITHOUT.contains(method)) {
      return Optional.of(Refusal.badRequest("A " + method + " request must not have a body."));
    }
    return isJson(contentType)
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                415, "UnsupportedMediaType", "A body needs Content-Type: application/json."));
  }

  private static boolean isJson(String contentType) {
    return contentType != null
        && contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT).equals("application/json");
  }
}
