package io.connectorroutes.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.ChangeFields;
import io.connectorroutes.change.FieldProblem;
import io.connectorroutes.change.ReadRow;
import java.util.List;
import java.util.stream.Stream;

/**
 * The fields of a row whose values were refused the last time, and left out of the result file or
 * the dead letter that it comes from. Without them it would be another change, such as one of the
 * default tenant.
 */
final class LeftOut {
  private static final String NAMES = "result.leftOut";

  private LeftOut() {}

  /**
   * Those that nobody has given a value since.
   *
   * @param fields of the row
   */
  static List<String> missing(ReadRow row, ObjectNode fields) {
    JsonNode names =
        row.cells() == null ? row.fields().path("result").path("leftOut") : row.cells().path(NAMES);
    return Stream.of(names.asText("").split(",", -1))
        .map(String::trim)
        .distinct()
        .filter(field -> ChangeFields.names(field).isPresent())
        .filter(field -> !ChangeFields.isIn(fields, field))
        .toList();
  }

  /** What is wrong with a row without them. */
  static List<FieldProblem> problems(List<String> missing) {
    return missing.stream()
        .map(
            field ->
                new FieldProblem(
                    field,
                    field
                        + " is missing, and the one before was refused: give it, or take its name"
                        + " out of "
                        + NAMES
                        + " where the change is to have none"))
        .toList();
  }
}
