package io.connectorroutes.graph;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The claims that a 401 asks the next token to have (Microsoft's page "Claims challenges, claims
 * requests, and client capabilities").
 */
final class ClaimsChallenge {
  private static final Pattern CLAIMS =
      Pattern.compile("\\bclaims\\s*=\\s*\"([A-Za-z0-9+/_=-]+)\"", Pattern.CASE_INSENSITIVE);
  private static final ObjectMapper JSON = new ObjectMapper();

  private ClaimsChallenge() {}

  /**
   * The claims as JSON.
   *
   * @param wwwAuthenticate may be null
   * @return empty where there are none, or none that can be read
   */
  static Optional<String> claims(String wwwAuthenticate) {
    if (wwwAuthenticate == null) {
      return Optional.empty();
    }
    Matcher matcher = CLAIMS.matcher(wwwAuthenticate);
    return matcher.find() ? decode(matcher.group(1)) : Optional.empty();
  }

  private static Optional<String> decode(String base64) {
    String plain = base64.replace('-', '+').replace('_', '/').replaceAll("=+$", "");
    try {
      byte[] json = Base64.getDecoder().decode(plain);
      return JSON.readTree(json).isObject()
          ? Optional.of(JSON.readTree(json).toString())
          : Optional.empty();
    } catch (IllegalArgumentException | IOException e) {
      return Optional.empty();
    }
  }
}
