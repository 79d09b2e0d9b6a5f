package io.connectorroutes.change.operation;

import java.util.Optional;

/** The kinds of Graph objects that a change can be about. */
public enum ObjectKind {
  /** An {@code identityApiConnector}. */
  API_CONNECTOR("apiConnector", "API connector", "displayName", null, false),
  /** An App Proxy {@code connectorGroup}. */
  CONNECTOR_GROUP("connectorGroup", "connector group", "name", null, true),
  /** One step of the {@code apiConnectorConfiguration} of a user flow. */
  USER_FLOW_STEP("userFlow", "user flow", null, API_CONNECTOR, false),
  /** An App Proxy {@code connector}. */
  CONNECTOR("connector", "connector", null, CONNECTOR_GROUP, true);

  private final String wireName;
  private final String text;
  private final String nameField;
  private final ObjectKind linked;
  private final boolean betaOnly;

  ObjectKind(String wireName, String text, String nameField, ObjectKind linked, boolean betaOnly) {
    this.wireName = wireName;
    this.text = text;
    this.nameField = nameField;
    this.linked = linked;
    this.betaOnly = betaOnly;
  }

  /** As operations and references name it, such as {@code apiConnector}; never null. */
  public String wireName() {
    return wireName;
  }

  /** As a person reads it, such as {@code API connector}; never null. */
  public String text() {
    return text;
  }

  /**
   * The field that holds an object's name, in targets, properties and Graph's own JSON.
   *
   * @return empty where no change finds an object of this kind by a name
   */
  public Optional<String> nameField() {
    return Optional.ofNullable(nameField);
  }

  /** Whether Graph has it in version {@code beta} alone. */
  public boolean isBetaOnly() {
    return betaOnly;
  }

  /** The kind of the objects that can be put into one of this kind; empty where there is none. */
  Optional<ObjectKind> linked() {
    return Optional.ofNullable(linked);
  }
}
