package io.connectorroutes.secret;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.TargetUrl;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Takes out of a row what must not leave the ledger: every secret field, a {@code targetUrl} with a
 * query or user information, and every field that the schema does not know, since nobody can tell
 * what a mistyped {@code passwrod} holds. What is taken out is replaced by a reference to the same
 * field of that change, so that the row can be mended and dropped again. Safe for use by several
 * threads.
 */
public final class Masking {
  /** The name of the only field of a reference. */
  public static final String REFERENCE = "secretRef";

  private static final String REFERENCE_SUFFIX = "." + REFERENCE;
  private static final String RESULT = "result";

  /** Fields of a change that are objects. Anything else that stands there is not known. */
  private static final Set<String> OBJECTS =
      Set.of(
          "target",
          "properties",
          "properties.authenticationConfiguration",
          "properties.apiConnector",
          "properties.connectorGroup");

  private final Predicate<String> known;

  /**
   * A masking for rows of one schema.
   *
   * @param known whether the schema has a field of that dotted path, from the top of the row
   */
  public Masking(Predicate<String> known) {
    this.known = known;
  }

  /** The column of the references that stand for a {@code targetUrl}. */
  public static final String URL_REFERENCE_COLUMN = TargetUrl.FIELD + REFERENCE_SUFFIX;

  /** The text of the reference to a change: {@code change:ID}. */
  public static String reference(String changeId) {
    return "change:" + changeId;
  }

  /** Whether a field or column is about the result of an earlier time, which readers ignore. */
  public static boolean isResult(String path) {
    return path.equals(RESULT) || path.startsWith(RESULT + ".");
  }

  /**
   * The row without its secrets and without a {@code result} field. A field that is {@code null} in
   * the row stays so: there is nothing to refer to.
   *
   * @param row an object in the shape of a message; it is not altered
   * @param changeId the change that holds the values
   */
  public ObjectNode mask(ObjectNode row, String changeId) {
    return maskObject(row, "", reference(changeId));
  }

  /**
   * Whether the cells of a column are to be hidden.
   *
   * @param column dotted path of a field, or of the {@code secretRef} of a secret field
   */
  public boolean hides(String column) {
    if (column.equals(URL_REFERENCE_COLUMN)) {
      return true;
    }
    String field = field(column);
    return SecretFields.isSecret(field) || !known.test(field);
  }

  /** The column that takes the reference in place of the values of a hidden column. */
  public String referenceColumn(String column) {
    return field(column) + REFERENCE_SUFFIX;
  }

  private static String field(String column) {
    return column.endsWith(REFERENCE_SUFFIX)
        ? column.substring(0, column.length() - REFERENCE_SUFFIX.length())
        : column;
  }

  private ObjectNode maskObject(ObjectNode object, String prefix, String reference) {
    ObjectNode masked = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String path = prefix + field.getKey();
      if (!isResult(path)) {
        masked.set(field.getKey(), maskValue(field.getValue(), path, reference));
      }
    }
    return masked;
  }

  private JsonNode maskValue(JsonNode value, String path, String reference) {
    if (value.isNull()) {
      return value;
    }
    if (value instanceof ObjectNode object && OBJECTS.contains(path)) {
      return maskObject(object, path + ".", reference);
    }
    return isPlain(value, path)
        ? value
        : JsonNodeFactory.instance.objectNode().put(REFERENCE, reference);
  }

  private boolean isPlain(JsonNode value, String path) {
    return value.isValueNode()
        && known.test(path)
        && !OBJECTS.contains(path)
        && !SecretFields.isSecret(path)
        && !(path.equals(TargetUrl.FIELD) && TargetUrl.holdsSecret(value.asText()));
  }
}
