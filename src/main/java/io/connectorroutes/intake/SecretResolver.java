package io.connectorroutes.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.ledger.EarlierSecret;
import io.connectorroutes.secret.SecretException;
import io.connectorroutes.secret.SecretPolicy;
import io.connectorroutes.secret.SecretReference;
import io.connectorroutes.secret.SecretSource;
import java.util.Map;

/** Puts secrets in the place of references to them. Asks the policy first. */
public final class SecretResolver {
  private static final String REFERENCE = "secretRef";
  private static final String CERTIFICATE = "pkcs12Value";
  private static final String URL = "targetUrl";
  private static final String OR_VALUE = ", or give the value itself";

  private final SecretPolicy policy;
  private final SecretSource source;
  private final EarlierSecrets earlier;

  /**
   * A resolver.
   *
   * @param policy what {@code secrets.allow} names
   * @param source of what stands outside of changes
   * @param earlier of {@code change:} references
   */
  public SecretResolver(SecretPolicy policy, SecretSource source, EarlierSecrets earlier) {
    this.policy = policy;
    this.source = source;
    this.earlier = earlier;
  }

  /**
   * The change with each reference replaced.
   *
   * @param fromQueue whether it came as a message, for which {@code change:} references need to be
   *     allowed
   */
  ConnectorChange resolve(ConnectorChange change, String account, boolean fromQueue)
      throws Rejection {
    ObjectNode properties = change.properties().deepCopy();
    ConnectorChange resolved = change.withProperties(properties);
    Context context = new Context(resolved, account, fromQueue);
    // First, since it decides which secrets the change may have.
    replace(properties, URL, URL, context);
    replaceBelow(properties, "", context);
    return resolved;
  }

  private record Context(ConnectorChange change, String account, boolean fromQueue) {}

  /** Whether there is anything to resolve. */
  static boolean hasReference(ConnectorChange change) {
    return hasReference(change.properties());
  }

  private static boolean hasReference(JsonNode node) {
    for (JsonNode child : node) {
      if (child.isObject() && (child.has(REFERENCE) || hasReference(child))) {
        return true;
      }
    }
    return false;
  }

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
    JsonNode reference = at.path(name).get(REFERENCE);
    if (reference != null) {
      at.put(name, secret(reference.textValue(), path, context));
    }
  }

  private String secret(String text, String path, Context context) throws Rejection {
    String field = "properties." + path;
    try {
      SecretReference reference = SecretReference.parse(text);
      return reference.kind() == SecretReference.Kind.CHANGE
          ? earlierSecret(reference, path, context)
          : otherSecret(reference, path);
    } catch (SecretException e) {
      throw Rejection.of(field, "secretUnavailable", field + ": " + e.getMessage());
    }
  }

  private String earlierSecret(SecretReference reference, String path, Context context)
      throws SecretException {
    if (context.fromQueue() && !policy.allows(reference)) {
      throw notAllowed(reference);
    }
    EarlierSecret secret =
        earlier.secretOf(reference.name(), context.account(), context.change(), path);
    return switch (secret.found()) {
      case VALUE -> secret.text();
      case REFERENCE -> otherSecret(SecretReference.parse(secret.text()), path);
      default -> throw new SecretException(reference + " " + reason(secret.found()));
    };
  }

  private static String reason(EarlierSecret.Found found) {
    return switch (found) {
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

  private String otherSecret(SecretReference reference, String path) throws SecretException {
    if (path.equals(URL)) {
      throw new SecretException(
          reference + " cannot stand for a targetUrl, only change: can" + OR_VALUE);
    }
    if (!policy.allows(reference)) {
      throw notAllowed(reference);
    }
    boolean certificate = path.equals(CERTIFICATE) || path.endsWith("." + CERTIFICATE);
    return source.resolve(
        reference, certificate ? SecretSource.Form.BASE64 : SecretSource.Form.TEXT);
  }

  private static SecretException notAllowed(SecretReference reference) {
    return new SecretException(
        reference + " is not allowed: add it to secrets.allow, or give the value itself");
  }
}
