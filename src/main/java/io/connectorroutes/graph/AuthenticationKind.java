package io.connectorroutes.graph;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How an API connector authenticates. A certificate is written as {@code pkcs12Certificate} and
 * read back as {@code clientCertificateAuthentication} (Microsoft's page "Update
 * identityApiConnector", example 2).
 */
public enum AuthenticationKind {
  BASIC,
  CERTIFICATE,
  /** One that is not known here, or none in the answer. */
  UNKNOWN;

  /**
   * The kind of an {@code authenticationConfiguration}, as written or as read.
   *
   * @param authentication may be missing or null
   */
  public static AuthenticationKind of(JsonNode authentication) {
    return switch (type(authentication)) {
      case "microsoft.graph.basicAuthentication" -> BASIC;
      case "microsoft.graph.pkcs12Certificate", "microsoft.graph.clientCertificateAuthentication" ->
          CERTIFICATE;
      default -> UNKNOWN;
    };
  }

  static boolean isPkcs12(JsonNode authentication) {
    return type(authentication).equals("microsoft.graph.pkcs12Certificate");
  }

  private static String type(JsonNode authentication) {
    String type = authentication.path("@odata.type").asText("");
    return type.startsWith("#") ? type.substring(1) : type;
  }
}
