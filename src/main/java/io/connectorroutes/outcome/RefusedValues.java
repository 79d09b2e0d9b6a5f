package io.connectorroutes.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ChangeFields;
import io.connectorroutes.change.FieldNames;
import io.connectorroutes.change.TargetUrl;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Values that broke their field's rule: they may be passwords in the wrong column, and are left out
 * of what is written about a change. A {@code targetUrl} that is a URL without a secret stays,
 * since whoever mends the row has to see it.
 */
final class RefusedValues {
  private static final Pattern WEB = Pattern.compile("(?i)https?://");

  private RefusedValues() {}

  /**
   * Removes the values from a row, and puts … and a number in place of names that may be values.
   *
   * @param row masked before: what is a reference by now stays one
   * @param refused dotted paths; those that the schema does not know are left alone
   */
  static void removeFrom(ObjectNode row, List<String> refused) {
    hideNames(row);
    for (String field : refused) {
      ChangeFields.names(field).ifPresent(names -> remove(row, names, field));
    }
  }

  /** The new names are not known either, so that the row is rejected again. */
  private static void hideNames(ObjectNode row) {
    int hidden = 0;
    for (Map.Entry<String, JsonNode> field : List.copyOf(row.properties())) {
      if (field.getValue() instanceof ObjectNode nested) {
        hideNames(nested);
      }
      if (!FieldNames.isShown(field.getKey())) {
        hidden++;
        row.set(FieldNames.HIDDEN + hidden, row.remove(field.getKey()));
      }
    }
  }

  private static void remove(ObjectNode row, List<String> names, String field) {
    JsonNode holder = row;
    for (String name : names.subList(0, names.size() - 1)) {
      holder = holder.path(name);
    }
    String last = names.get(names.size() - 1);
    if (holder instanceof ObjectNode object
        && object.path(last).isValueNode()
        && isLeftOut(field, object.path(last).asText())) {
      object.remove(last);
    }
  }

  /**
   * The refused fields that a row has no more, so that it is not taken without them where it is
   * sent again; separated by commas, null for none.
   *
   * @param row as {@link #removeFrom} has left it
   */
  static String leftOut(List<String> refused, ObjectNode row) {
    return leftOut(refused, field -> ChangeFields.isIn(row, field));
  }

  /** The same of any row. */
  static String leftOut(List<String> refused, Predicate<String> isThere) {
    String names =
        refused.stream()
            // Of that one the value itself is told.
            .filter(field -> !field.equals(ResultFields.CHANGE_ID))
            .filter(field -> ChangeFields.names(field).isPresent())
            .filter(isThere.negate())
            .collect(Collectors.joining(","));
    return names.isEmpty() ? null : names;
  }

  /** Whether a refused value of that field is left out. */
  static boolean isLeftOut(String field, String value) {
    return !field.equals(TargetUrl.FIELD) || !stays(value);
  }

  /** One with a secret becomes a reference. */
  private static boolean stays(String url) {
    return TargetUrl.holdsSecret(url)
        || (WEB.matcher(url).lookingAt() && TargetUrl.host(url).isPresent());
  }
}
