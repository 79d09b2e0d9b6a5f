package io.connectorroutes.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Certificates without a password get the empty one. */
final class EmptyPasswords {
  private static final String CERTIFICATE = "pkcs12Value";
  private static final String PASSWORD = "password";
  private static final String AUTHENTICATION = "authenticationConfiguration";

  private EmptyPasswords() {}

  /** The change as given where nothing is missing, else a copy. */
  static ConnectorChange filledIn(ConnectorChange change) {
    ObjectNode properties = change.properties();
    if (isMissing(properties)) {
      ObjectNode copy = properties.deepCopy();
      return change.withProperties(copy.put(PASSWORD, ""));
    }
    if (isMissing(properties.path(AUTHENTICATION))) {
      ObjectNode copy = properties.deepCopy();
      ((ObjectNode) copy.get(AUTHENTICATION)).put(PASSWORD, "");
      return change.withProperties(copy);
    }
    return change;
  }

  private static boolean isMissing(JsonNode holder) {
    return holder.has(CERTIFICATE) && !holder.has(PASSWORD);
  }
}
