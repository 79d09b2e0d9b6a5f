package io.connectorroutes.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.certificate.ClientCertificate;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.FileFormat;
import io.connectorroutes.change.operation.Operation;
import io.connectorroutes.change.operation.Target;
import io.connectorroutes.graph.AuthenticationKind;
import io.connectorroutes.graph.ListedObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;

/** Changes, rows and files for tests. */
final class Samples {
  static final String ACCOUNT = "contoso/app";

  private Samples() {}

  static ConnectorChange create(String changeId, String name) {
    return create(changeId, name, "pa55word");
  }

  static ConnectorChange create(String changeId, String name, String password) {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    properties.put("displayName", name);
    properties.put("targetUrl", "https://api.contoso.com/" + changeId.length());
    properties
        .putObject("authenticationConfiguration")
        .put("@odata.type", "#microsoft.graph.basicAuthentication")
        .put("username", "user")
        .put("password", password);
    return new ConnectorChange(
        changeId, Operation.API_CONNECTOR_CREATE, null, Target.NONE, properties, null, null);
  }

  /** An update of the API connector of that Graph id. */
  static ConnectorChange update(String changeId, String id) {
    return update(changeId, id, null, null);
  }

  static ConnectorChange update(String changeId, String id, Long revision, Instant notBefore) {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    properties.put("targetUrl", "https://api.contoso.com/" + changeId);
    return new ConnectorChange(
        changeId,
        Operation.API_CONNECTOR_UPDATE,
        null,
        Target.ofId(id),
        properties,
        revision,
        notBefore);
  }

  static ConnectorChange of(Operation operation, String changeId, Target target) {
    return new ConnectorChange(
        changeId, operation, null, target, JsonNodeFactory.instance.objectNode(), null, null);
  }

  /** An object of a list that shows nothing but its name. */
  static ListedObject object(String id, String name) {
    return new ListedObject(id, name, null, AuthenticationKind.UNKNOWN, null, Set.of());
  }

  static ReceivedRow row(int row, ConnectorChange change) {
    return row(row, change, null, ACCOUNT);
  }

  static ReceivedRow message(ConnectorChange change) {
    return row(0, change, null, ACCOUNT);
  }

  static ReceivedRow row(int row, ConnectorChange change, String tenant, String account) {
    return new ReceivedRow(
        row,
        change.changeId(),
        change,
        change.operation().wireName(),
        tenant,
        account,
        "id=" + change.target().id(),
        null,
        null,
        row == 0 ? "ID:" + change.changeId() : null,
        row == 0 ? "JMSType" : null,
        null);
  }

  /** A message with a certificate that was read; null: it has none. */
  static ReceivedRow message(ConnectorChange change, ClientCertificate certificate) {
    ReceivedRow row = message(change);
    return new ReceivedRow(
        row.row(),
        row.changeId(),
        change,
        row.operation(),
        null,
        ACCOUNT,
        row.target(),
        null,
        null,
        row.brokerMessageId(),
        row.headerNames(),
        certificate);
  }

  static ReceivedRow rejected(int row, String changeId, String original) {
    return new ReceivedRow(
        row,
        changeId,
        null,
        "apiConnector.create",
        null,
        ACCOUNT,
        null,
        original == null ? null : original.getBytes(StandardCharsets.UTF_8),
        new ReceivedRow.Problem("properties.targetUrl", "invalid", "must be an https URL"),
        row == 0 ? "ID:" + changeId : null,
        row == 0 ? "JMSType" : null,
        null);
  }

  static FileSource file(String name) {
    return file(name, "hash-of-" + name);
  }

  static FileSource file(String name, String sha256) {
    return new FileSource(name, "/in/" + name, FileFormat.JSON_LINES, 100, sha256, "1@1");
  }
}
