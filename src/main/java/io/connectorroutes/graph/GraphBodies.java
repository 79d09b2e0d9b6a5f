package io.connectorroutes.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.certificate.Pkcs12;
import io.connectorroutes.certificate.Pkcs12Exception;
import java.util.Base64;

/**
 * The bodies of requests, in Graph's own shape; keys stand in the order of the properties given.
 */
final class GraphBodies {
  private static final String ODATA_TYPE = "@odata.type";
  private static final String FILE = "pkcs12Value";

  private GraphBodies() {}

  /** The properties as given, a certificate among them as Graph wants it. */
  static JsonNode apiConnector(ObjectNode properties) {
    JsonNode authentication = properties.path("authenticationConfiguration");
    if (!authentication.isObject() || !AuthenticationKind.isPkcs12(authentication)) {
      return properties;
    }
    ObjectNode body = properties.objectNode();
    body.setAll(properties);
    return body.set("authenticationConfiguration", certificate((ObjectNode) authentication));
  }

  /**
   * A certificate: its file as base64 in the standard form, and its password also where that is
   * empty, since Microsoft's page "pkcs12Certificate" requires it.
   */
  static ObjectNode certificate(ObjectNode given) {
    ObjectNode complete = given.objectNode();
    complete.setAll(given);
    if (given.path(FILE).isTextual()) {
      complete.put(FILE, standardForm(given.path(FILE).textValue()));
    }
    return given.hasNonNull("password") ? complete : complete.put("password", "");
  }

  /** In one line and padded; as given where it is no base64, for Graph to say so. */
  private static String standardForm(String base64) {
    try {
      return Base64.getEncoder().encodeToString(Pkcs12.fileOf(base64));
    } catch (Pkcs12Exception e) {
      return base64;
    }
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
