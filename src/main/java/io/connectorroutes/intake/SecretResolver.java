package io.connectorroutes.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.secret.SecretException;
import io.connectorroutes.secret.SecretPolicy;
import io.connectorroutes.secret.SecretReference;
import io.connectorroutes.secret.SecretSource;
import java.util.Map;

/** Puts secrets in the place of references to them. Asks the policy first. */
public final class SecretResolver {
  private static final String REFERENCE = "secretRef";
  private static final String CERTIFICATE = "pkcs12Value";

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
    replace(properties, "", new Context(change, account, fromQueue));
    return change.withProperties(properties);
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

  private void replace(ObjectNode at, String path, Context context) throws Rejection {
    for (Map.Entry<String, JsonNode> field : at.properties()) {
      String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      if (field.getValue() instanceof ObjectNode child) {
        if (child.has(REFERENCE)) {
          field.setValue(at.textNode(secret(child.get(REFERENCE).textValue(), below, context)));
        } else {
          replace(child, below, context);
        }
      }
    }
  }

  private String secret(String text, String path, Context context) throws Rejection {
    String field = "properties." + path;
    try {
      SecretReference reference = SecretReference.parse(text);
      if (reference.kind() == SecretReference.Kind.CHANGE) {
        return earlierSecret(reference, path, context);
      }
      if (!policy.allows(reference)) {
        throw notAllowed(reference);
      }
      boolean certificate = path.equals(CERTIFICATE) || path.endsWith("." + CERTIFICATE);
      return source.resolve(
          reference, certificate ? SecretSource.Form.BASE64 : SecretSource.Form.TEXT);
    } catch (SecretException e) {
      throw Rejection.of(field, "secretUnavailable", field + ": " + e.getMessage());
    }
  }

  private String earlierSecret(SecretReference reference, String path, Context context)
      throws SecretException {
    if (context.fromQueue() && !policy.allows(reference)) {
      throw notAllowed(reference);
    }
    return earlier
        .secretOf(reference.name(), context.account(), context.change(), path)
        .orElseThrow(
            () ->
                new SecretException(
                    reference
                        + " gives no secret: the earlier change is gone, or is of another tenant,"
                        + " operation or target, or has no such field; give the value itself"));
  }

  private static SecretException notAllowed(SecretReference reference) {
    return new SecretException(
        reference + " is not allowed: add it to secrets.allow, or give the value itself");
  }
}
