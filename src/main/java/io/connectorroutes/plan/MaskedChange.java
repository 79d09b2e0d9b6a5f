package io.connectorroutes.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.change.TargetUrl;
import io.connectorroutes.secret.Masking;
import io.connectorroutes.secret.SecretFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** A change without its secrets, so that none gets into a request that is shown. */
final class MaskedChange {
  static final String MASK = "******";

  private MaskedChange() {}

  /** The change with each secret masked; references to secrets stay. */
  static ConnectorChange of(ConnectorChange change) {
    return masked(change, MaskedChange::shown);
  }

  /** The same with a {@code targetUrl} as it is, by which it is compared. */
  static ConnectorChange withoutSecrets(ConnectorChange change) {
    return masked(
        change, (field, value) -> SecretFields.isSecret(field) ? shown(field, value) : value);
  }

  private static ConnectorChange masked(
      ConnectorChange change, BinaryOperator<String> shownByField) {
    ObjectNode properties = change.properties().deepCopy();
    mask(properties, shownByField);
    return change.withProperties(properties);
  }

  private static void mask(ObjectNode at, BinaryOperator<String> shownByField) {
    for (Map.Entry<String, JsonNode> field : at.properties()) {
      if (field.getValue() instanceof ObjectNode child) {
        mask(child, shownByField);
      } else if (field.getValue().isTextual()) {
        String shown = shownByField.apply(field.getKey(), field.getValue().textValue());
        field.setValue(at.textNode(shown));
      }
    }
  }

  private static String shown(String field, String value) {
    if (SecretFields.isSecret(field)) {
      return value.isEmpty() ? value : MASK;
    }
    return field.equals("targetUrl") ? TargetUrl.shown(value) : value;
  }

  /**
   * What becomes of the fields that a change gives; those that stay as they are left out.
   *
   * @param before the object as it is; null where there is none, or it is not known
   * @param certificate what is said of the certificate in the change; null where it has none
   */
  static List<FieldChange> fields(ConnectorChange change, TenantObject before, String certificate) {
    List<FieldChange> fields = new ArrayList<>();
    fields(change.properties(), "", before, certificate, fields);
    return List.copyOf(fields);
  }

  private static void fields(
      ObjectNode at, String prefix, TenantObject before, String certificate, List<FieldChange> to) {
    for (Map.Entry<String, JsonNode> field : at.properties()) {
      String path = prefix + field.getKey();
      JsonNode value = field.getValue();
      if (value.has(Masking.REFERENCE)) {
        to.add(new FieldChange(path, null, value.toString()));
      } else if (value instanceof ObjectNode child) {
        fields(child, path + ".", before, certificate, to);
      } else if (!field.getKey().equals("@odata.type")) {
        field(path, value.asText(), before, certificate, to);
      }
    }
  }

  private static void field(
      String path, String value, TenantObject before, String certificate, List<FieldChange> to) {
    String name = path.substring(path.lastIndexOf('.') + 1);
    if (name.equals("pkcs12Value")) {
      to.add(new FieldChange(path, thumbprints(before), certificate == null ? MASK : certificate));
      return;
    }
    if (SecretFields.isSecret(path)) {
      to.add(new FieldChange(path, null, shown(name, value)));
      return;
    }
    String was = before == null ? null : before.value(path);
    if (!value.equals(was)) {
      to.add(new FieldChange(path, was == null ? null : shown(name, was), shown(name, value)));
    }
  }

  private static String thumbprints(TenantObject before) {
    return before == null || before.object().thumbprints().isEmpty()
        ? null
        : String.join(", ", before.object().thumbprints().stream().sorted().toList());
  }
}
