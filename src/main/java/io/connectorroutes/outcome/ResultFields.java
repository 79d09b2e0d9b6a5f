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

  /** The names below {@code result}, in order. */
  static final List<String> NAMES =
      List.of(
          "row",
          "outcome",
          "changeId",
          "outcomeId",
          "resourceId",
          "httpStatus",
          "errorCode",
          "message",
          "requestId",
          "duplicateOf",
          "time");

  private ResultFields() {}

  /** The fields of a row, those that do not apply left out. */
  static ObjectNode of(JobRow row) {
    OutcomeRecord outcome = row.outcome();
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    OutcomeJson.put(fields, "row", row.row());
    OutcomeJson.put(fields, "outcome", outcome.outcome().wireName());
    OutcomeJson.put(fields, "changeId", row.changeId());
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
