package io.connectorroutes.outcome;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.ledger.JobRow;
import io.connectorroutes.ledger.OutcomeRecord;
import java.util.List;

/** What a result file adds to a row. */
final class ResultFields {
  /** The field of a JSON row, and the prefix of the columns of a CSV row. */
  static final String RESULT = "result";

  /** The field of a row that names its change, and that of the result that does. */
  static final String CHANGE_ID = "changeId";

  /** The field of a result that has the id which broke its rule. */
  static final String GIVEN_CHANGE_ID = "givenChangeId";

  /** The field of a result that names the fields whose values were refused and left out. */
  static final String LEFT_OUT = "leftOut";

  /** Those that only what was rejected can have. */
  static final List<String> OF_REJECTED = List.of(GIVEN_CHANGE_ID, LEFT_OUT);

  /** The names below {@code result}, in order. */
  static final List<String> NAMES =
      List.of(
          "row",
          "outcome",
          CHANGE_ID,
          "outcomeId",
          "resourceId",
          "httpStatus",
          "errorCode",
          "message",
          "requestId",
          "duplicateOf",
          "time",
          GIVEN_CHANGE_ID,
          LEFT_OUT);

  private ResultFields() {}

  /** The fields of a row, those that do not apply left out. */
  static ObjectNode of(JobRow row) {
    OutcomeRecord outcome = row.outcome();
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    OutcomeJson.put(fields, "row", row.row());
    OutcomeJson.put(fields, "outcome", outcome.outcome().wireName());
    OutcomeJson.put(fields, CHANGE_ID, row.changeId());
    OutcomeJson.put(fields, GIVEN_CHANGE_ID, outcome.givenChangeId());
    OutcomeJson.put(fields, "outcomeId", outcome.outcomeId());
    OutcomeJson.put(fields, "resourceId", outcome.resourceId());
    OutcomeJson.put(fields, "httpStatus", outcome.httpStatus());
    OutcomeJson.put(fields, "errorCode", outcome.errorCode());
    OutcomeJson.put(fields, "message", outcome.message());
    OutcomeJson.put(fields, "requestId", outcome.requestId());
    OutcomeJson.put(fields, "duplicateOf", row.duplicateOf());
    OutcomeJson.put(fields, "time", outcome.time());
    return fields;
  }
}
