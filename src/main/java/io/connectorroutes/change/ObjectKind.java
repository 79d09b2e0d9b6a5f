package io.connectorroutes.change;

/** The kinds of Graph objects that a change can be about. */
public enum ObjectKind {
  /** An {@code identityApiConnector}. */
  API_CONNECTOR,
  /** One step of the {@code apiConnectorConfiguration} of a user flow. */
  USER_FLOW_STEP,
  /** An App Proxy {@code connector}. */
  CONNECTOR,
  /** An App Proxy {@code connectorGroup}. */
  CONNECTOR_GROUP
}
