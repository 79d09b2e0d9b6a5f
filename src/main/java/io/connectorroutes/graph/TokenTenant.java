package io.connectorroutes.graph;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which tenant a token is for, where it says so. A managed identity, and what a process has in its
 * environment, give tokens of their own tenant, whatever tenant is asked for: changes would be made
 * in the wrong one.
 */
final class TokenTenant {
  private static final Pattern ID =
      Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private TokenTenant() {}

  /**
   * The tenant of a token, where that is another one.
   *
   * @param token of any form; only of a JWT it can be told
   * @param expected a tenant's id; of a domain, or null, nothing can be told
   * @return empty where it is the same, or nobody knows
   */
  static Optional<String> other(String token, String expected) {
    return expected == null || !ID.matcher(expected).matches()
        ? Optional.empty()
        : TokenClaims.of(token)
            .map(claims -> claims.path("tid").textValue())
            .filter(id -> ID.matcher(id).matches())
            .filter(id -> !id.equalsIgnoreCase(expected));
  }
}
