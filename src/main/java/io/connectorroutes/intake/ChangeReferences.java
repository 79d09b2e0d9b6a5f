package io.connectorroutes.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.ledger.EarlierSecret;
import io.connectorroutes.secret.Masking;
import io.connectorroutes.secret.ReferencedSecrets;
import io.connectorroutes.secret.SecretException;
import io.connectorroutes.secret.SecretReference;
import java.util.Map;

/**
 * Puts what earlier changes hold in the place of {@code change:} references: values, or references
 * of another kind, which are left for the time of sending.
 */
public final class ChangeReferences {
  private static final String URL = "targetUrl";
  private static final String OR_VALUE = ", or give the value itself";

  private final ReferencedSecrets secrets;
  private final EarlierSecrets earlier;

  /**
   * References to the changes of a ledger.
   *
   * @param secrets says which references are allowed
   * @param earlier what earlier changes hold
   */
  public ChangeReferences(ReferencedSecrets secrets, EarlierSecrets earlier) {
    this.secrets = secrets;
    this.earlier = earlier;
  }

  /**
   * The change with each reference to another change replaced.
   *
   * @param fromQueue whether it came as a message, for which {@code change:} references need to be
   *     allowed
   */
  ConnectorChange follow(ConnectorChange change, String account, boolean fromQueue)
      throws Rejection {
    if (!ReferencedSecrets.isIn(change)) {
      return change;
    }
    ObjectNode properties = change.properties().deepCopy();
    ConnectorChange followed = change.withProperties(properties);
    Context context = new Context(followed, account, fromQueue);
    // First, since it decides which secrets the change may have.
    replace(properties, URL, URL, context);
    replaceBelow(properties, "", context);
    return followed;
  }

  private record Context(ConnectorChange change, String account, boolean fromQueue) {}

  private void replaceBelow(ObjectNode at, String prefix, Context context) throws Rejection {
    for (Map.Entry<String, JsonNode> field : at.properties()) {
      String path = prefix + field.getKey();
      replace(at, field.getKey(), path, context);
      if (field.getValue() instanceof ObjectNode child) {
        replaceBelow(child, path + ".", context);
      }
    }
  }

  private void replace(ObjectNode at, String name, String path, Context context) throws Rejection {
    JsonNode text = at.path(name).get(Masking.REFERENCE);
    if (text == null) {
      return;
    }
    String field = "properties." + path;
    try {
      SecretReference reference = SecretReference.parse(text.textValue());
      if (reference.kind() == SecretReference.Kind.CHANGE) {
        copy(secret(reference, path, context), at, name);
      }
    } catch (SecretException e) {
      throw Rejection.of(field, Rejection.NO_SECRET, field + ": " + e.getMessage());
    }
  }

  private static void copy(EarlierSecret secret, ObjectNode to, String name)
      throws SecretException {
    if (secret.found() == EarlierSecret.Found.VALUE) {
      to.put(name, secret.text());
      return;
    }
    if (name.equals(URL)) {
      throw new SecretException(
          SecretReference.parse(secret.text())
              + " cannot stand for a targetUrl, only change: can"
              + OR_VALUE);
    }
    to.putObject(name).put(Masking.REFERENCE, secret.text());
  }

  private EarlierSecret secret(SecretReference reference, String path, Context context)
      throws SecretException {
    if (context.fromQueue()) {
      secrets.requireAllowed(reference);
    }
    EarlierSecret secret =
        earlier.secretOf(reference.name(), context.account(), context.change(), path);
    if (secret.text() == null) {
      throw new SecretException(reference + " " + reason(secret.found()));
    }
    return secret;
  }

  private static String reason(EarlierSecret.Found found) {
    return switch (found) {
      case NO_LEDGER ->
          "leads into the ledger, and a change that is sent at once has none: give the value"
              + " itself";
      case NO_CHANGE -> "is the id of no change that is known here: mend it" + OR_VALUE;
      case GONE -> "is gone: it was settled longer than ledger.keep ago; give the value itself";
      case OTHER_TENANT -> "is a change of another tenant: name that tenant" + OR_VALUE;
      case OTHER_OPERATION -> "is a change of another operation: name that operation" + OR_VALUE;
      case OTHER_TARGET -> "is a change of another target: name that target" + OR_VALUE;
      case OTHER_HOST ->
          "is a change whose targetUrl has another host or port, or none: its secret goes there"
              + " alone; give the value itself";
      case NO_FIELD -> "has no such field: mend the id" + OR_VALUE;
      case SEVERAL ->
          "stands for several changes that hold different values; give the value itself";
      case TOO_MANY ->
          "refers to an earlier change, that one to a further one, and so on, too many times; give"
              + " the value itself";
      case REFERENCE, VALUE -> throw new IllegalStateException("there is a secret");
    };
  }
}
