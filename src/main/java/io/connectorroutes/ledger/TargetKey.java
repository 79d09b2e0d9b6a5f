package io.connectorroutes.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.ObjectKind;
import io.connectorroutes.change.Target;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Which line a change joins, and which name it gives: by kind, and id or name as addressed. */
final class TargetKey {
  /** Longer names are cut and hashed: PostgreSQL indexes no more than 2,704 bytes. */
  private static final int LONGEST = 400;

  private TargetKey() {}

  /** Such as {@code apiConnector:name:Test API}, {@code userFlow:b2x:FLOW:STEP}; bounded. */
  static String of(ConnectorChange change) {
    Target target = change.target();
    return switch (change.operation().kind()) {
      case USER_FLOW_STEP ->
          bounded(
              "userFlow:"
                  + Optional.ofNullable(target.userFlowType()).orElse("b2x")
                  + ":"
                  + target.userFlowId()
                  + ":"
                  + target.step());
      case API_CONNECTOR -> byIdOrName("apiConnector", change, target.displayName(), "displayName");
      case CONNECTOR -> byIdOrName("connector", change, target.name(), "name");
      case CONNECTOR_GROUP -> byIdOrName("connectorGroup", change, target.name(), "name");
    };
  }

  private static String byIdOrName(
      String kind, ConnectorChange change, String targetName, String nameField) {
    if (change.target().id() != null) {
      return bounded(kind + ":id:" + change.target().id());
    }
    String name = targetName != null ? targetName : change.properties().path(nameField).asText();
    return bounded(kind + ":name:" + name);
  }

  /**
   * The name that an object has once the change is applied: that of a create or upsert, or the new
   * one of an update. Bounded as names in {@link #of}.
   */
  static Optional<String> givenName(ConnectorChange change) {
    return switch (change.operation()) {
      case API_CONNECTOR_CREATE, API_CONNECTOR_UPDATE -> text(change, "displayName");
      case API_CONNECTOR_UPSERT ->
          Optional.ofNullable(change.target().displayName()).map(TargetKey::bounded);
      case CONNECTOR_GROUP_CREATE, CONNECTOR_GROUP_UPDATE -> text(change, "name");
      default -> Optional.empty();
    };
  }

  /** The kind of the object that {@link #givenName} is about. */
  static ObjectKind givenKind(ConnectorChange change) {
    return change.operation().kind();
  }

  private static Optional<String> text(ConnectorChange change, String field) {
    JsonNode value = change.properties().path(field);
    return value.isTextual() ? Optional.of(bounded(value.textValue())) : Optional.empty();
  }

  /** The name itself where it is short enough to be indexed. */
  static String bounded(String name) {
    if (name.length() <= LONGEST) {
      return name;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return name.substring(0, LONGEST) + "#" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new LedgerException("SHA-256 is not available in this Java runtime", e);
    }
  }
}
