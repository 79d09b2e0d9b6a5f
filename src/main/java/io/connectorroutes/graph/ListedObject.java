package io.connectorroutes.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a list shows of an API connector or a connector group, as far as names and lost answers need
 * it. Holds no secret: Graph masks them.
 *
 * @param id never null
 * @param name display name of an API connector, name of a group; may be null
 * @param targetUrl of an API connector; null where Graph did not return it
 * @param authentication never null
 * @param username of basic authentication; null where Graph did not return it
 * @param thumbprints of the certificates, upper case; never null
 * @param certificateEnd of the certificate that it answers with; null where Graph did not return it
 */
public record ListedObject(
    String id,
    String name,
    String targetUrl,
    AuthenticationKind authentication,
    String username,
    Set<String> thumbprints,
    Instant certificateEnd) {

  /** One of which no certificate's end is known. */
  public ListedObject(
      String id,
      String name,
      String targetUrl,
      AuthenticationKind authentication,
      String username,
      Set<String> thumbprints) {
    this(id, name, targetUrl, authentication, username, thumbprints, null);
  }

  /**
   * Reads one object of an answer, or the body of a request with the id that Graph gave it.
   *
   * @param id of the object
   * @param json the object, as Graph returns it or takes it
   */
  public static ListedObject of(String id, JsonNode json) {
    JsonNode authentication = json.path("authenticationConfiguration");
    Set<String> thumbprints = new HashSet<>();
    for (JsonNode certificate : authentication.path("certificateList")) {
      thumbprints.add(certificate.path("thumbprint").asText("").toUpperCase(Locale.ROOT));
    }
    return new ListedObject(
        id,
        json.path(json.has("displayName") ? "displayName" : "name").textValue(),
        json.path("targetUrl").textValue(),
        AuthenticationKind.of(authentication),
        authentication.path("username").textValue(),
        Set.copyOf(thumbprints),
        ShownCertificate.end(json).orElse(null));
  }
}
