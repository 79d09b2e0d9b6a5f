package io.connectorroutes.outcome;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.ledger.JobRow;
import io.connectorroutes.secret.Masking;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.io.Writer;

/**
 * Rows as JSON objects, one a line: as they are (JSON Lines), or as the elements of an array. A
 * {@code .json} result file is always an array, also where the input was a single object.
 */
final class JsonRowWriter implements RowWriter {
  private final Writer out;
  private final boolean array;
  private final String lineEnd;
  private final ResultGroup group;
  private final Masking masking;
  private boolean empty = true;

  JsonRowWriter(Writer out, boolean array, String lineEnd, ResultGroup group, Masking masking) {
    this.out = out;
    this.array = array;
    this.lineEnd = lineEnd;
    this.group = group;
    this.masking = masking;
  }

  @Override
  public void write(JobRow row) throws IOException {
    String json = PrintableText.json(json(row).toString());
    if (array) {
      out.write((empty ? "[" : ",") + lineEnd);
    }
    empty = false;
    out.write(json);
    if (!array) {
      out.write(lineEnd);
    }
  }

  @Override
  public void end() throws IOException {
    if (array) {
      out.write((empty ? "[" : lineEnd) + "]" + lineEnd);
    }
  }

  private ObjectNode json(JobRow row) {
    ObjectNode json =
        RowJson.input(row)
            .map(input -> input(row, input))
            .orElseGet(JsonNodeFactory.instance::objectNode);
    ObjectNode result = ResultFields.of(row);
    if (group == ResultGroup.FAILED) {
      OutcomeJson.put(result, ResultFields.LEFT_OUT, RefusedValues.leftOut(row.refused(), json));
    }
    json.set(ResultFields.RESULT, result);
    return json;
  }

  private ObjectNode input(JobRow row, ObjectNode input) {
    ObjectNode masked = masking.mask(input, row.changeId());
    if (group != ResultGroup.FAILED) {
      return masked;
    }
    RefusedValues.removeFrom(masked, row.refused());
    if (row.outcome().givenChangeId() != null) {
      // Without an id in its place: the row is to be rejected again until somebody gives it one.
      masked.remove(ResultFields.CHANGE_ID);
      return masked;
    }
    String before = input.path(ResultFields.RESULT).path(ResultFields.CHANGE_ID).asText(null);
    return withChangeId(masked, MendedId.after(row.changeId(), before));
  }

  private static ObjectNode withChangeId(ObjectNode row, String changeId) {
    if (row.has(ResultFields.CHANGE_ID)) {
      return row.put(ResultFields.CHANGE_ID, changeId);
    }
    ObjectNode first = JsonNodeFactory.instance.objectNode().put(ResultFields.CHANGE_ID, changeId);
    return first.setAll(row);
  }
}
