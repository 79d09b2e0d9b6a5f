package io.connectorroutes.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The bodies of requests, in Graph's own shape; keys stand in the order of the properties given.
 */
final class GraphBodies {
  private static final String ODATA_TYPE = "@odata.type";

  private GraphBodies() {}

  /** The properties as given, with the password that a certificate without one needs. */
  static JsonNode apiConnector(ObjectNode properties) {
    JsonNode authentication = properties.path("authenticationConfiguration");
    if (!authentication.isObject() || !AuthenticationKind.isPkcs12(authentication)) {
      return properties;
    }
    ObjectNode body = properties.objectNode();
    body.setAll(properties);
    return body.set("authenticationConfiguration", withPassword((ObjectNode) authentication));
  }

  /**
   * A certificate. Its password is sent also where it is empty: Microsoft's page
   * "pkcs12Certificate" requires it.
   */
  static ObjectNode withPassword(ObjectNode certificate) {
    if (certificate.hasNonNull("password")) {
      return certificate;
    }
    ObjectNode complete = certificate.objectNode();
    complete.setAll(certificate);
    return complete.put("password", "");
  }

  /** The properties as given, behind the type that Microsoft's page "Update connector" has. */
  static ObjectNode connector(ObjectNode properties) {
    if (properties.has(ODATA_TYPE)) {
      return properties;
    }
    ObjectNode body = properties.objectNode().put(ODATA_TYPE, "#microsoft.graph.connector");
    body.setAll(properties);
    return body;
  }

  /** A reference to another object by its absolute URL. */
  static ObjectNode reference(String url) {
    return JsonNodeFactory.instance.objectNode().put("@odata.id", url);
  }

  /** The body that ends a reference. */
  static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }
}
