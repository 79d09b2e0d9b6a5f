package io.connectorroutes.sandbox;

import java.io.IOException;
import java.util.Base64;

/** Reads from an access token which tenant it is for, without checking the token. */
final class TokenTenant {
  private TokenTenant() {}

  /** The claim {@code tid} of a JWT; null where there is no token, or it is no JWT or has none. */
  static String of(String token) {
    String[] parts = token == null ? new String[0] : token.split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    try {
      return SandboxJson.MAPPER
          .readTree(Base64.getUrlDecoder().decode(parts[1]))
          .path("tid")
          .textValue();
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }
}
