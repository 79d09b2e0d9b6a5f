package io.connectorroutes.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ConnectorChange;
import java.util.Map;

/**
 * Puts secrets in the place of the {@code env:}, {@code file:} and {@code keyvault:} references of
 * a change, where {@code secrets.allow} names them. Safe for use by several threads.
 */
public final class ReferencedSecrets {
  private static final String CERTIFICATE = "pkcs12Value";

  private final SecretPolicy policy;
  private final SecretSource source;

  /**
   * Secrets of changes.
   *
   * @param policy what {@code secrets.allow} names
   * @param source where secrets are read
   */
  public ReferencedSecrets(SecretPolicy policy, SecretSource source) {
    this.policy = policy;
    this.source = source;
  }

  /** Whether a change holds a reference. */
  public static boolean isIn(ConnectorChange change) {
    return isBelow(change.properties());
  }

  private static boolean isBelow(JsonNode node) {
    for (JsonNode child : node) {
      if (child.isObject() && (child.has(Masking.REFERENCE) || isBelow(child))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The change with each reference replaced by what it stands for just now.
   *
   * @throws VaultUnreachableException where nothing but that a vault cannot be reached is amiss
   * @throws SecretException where one is not allowed or not there; the message begins with the
   *     field
   */
  public ConnectorChange resolve(ConnectorChange change) throws SecretException {
    ConnectorChange resolved = change.withProperties(change.properties().deepCopy());
    VaultUnreachableException unreachable = replaceBelow(resolved.properties(), "properties.");
    if (unreachable != null) {
      throw unreachable;
    }
    return resolved;
  }

  /** The first vault that cannot be reached, since all else that is amiss counts more. */
  private VaultUnreachableException replaceBelow(ObjectNode at, String prefix)
      throws SecretException {
    VaultUnreachableException first = null;
    for (Map.Entry<String, JsonNode> field : at.properties()) {
      VaultUnreachableException unreachable = null;
      if (field.getValue().has(Masking.REFERENCE)) {
        try {
          String text = field.getValue().get(Masking.REFERENCE).textValue();
          field.setValue(at.textNode(secret(text, prefix + field.getKey())));
        } catch (VaultUnreachableException e) {
          unreachable = e;
        }
      } else if (field.getValue() instanceof ObjectNode child) {
        unreachable = replaceBelow(child, prefix + field.getKey() + ".");
      }
      first = first == null ? unreachable : first;
    }
    return first;
  }

  private String secret(String text, String field) throws SecretException {
    try {
      SecretReference reference = SecretReference.parse(text);
      requireAllowed(reference);
      return source.resolve(
          reference,
          field.endsWith("." + CERTIFICATE) ? SecretSource.Form.BASE64 : SecretSource.Form.TEXT);
    } catch (VaultUnreachableException e) {
      throw e.of(field);
    } catch (SecretException e) {
      throw new SecretException(field, field + ": " + e.getMessage());
    }
  }

  /**
   * Asks the policy.
   *
   * @throws SecretException where it does not allow the reference, of whatever kind
   */
  public void requireAllowed(SecretReference reference) throws SecretException {
    if (!policy.allows(reference)) {
      throw new SecretException(
          reference + " is not allowed: add it to secrets.allow, or give the value itself");
    }
  }
}
