package io.connectorroutes.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.connectorroutes.change.ChangeFields;
import io.connectorroutes.change.FileFormat;
import java.util.List;

/**
 * Writes changes as a file that can be dropped, row by row. It is held until all rows are known: a
 * failure is no end of a file.
 */
final class ChangeRows {
  private static final String LINE_END = "\n";

  /** All that a row of a tenant has, and the secrets by which it is to be completed. */
  private static final List<String> COLUMNS =
      List.of(
          "operation",
          "tenant",
          "target.id",
          "target.displayName",
          "target.userFlowId",
          "target.step",
          "target.userFlowType",
          "properties.name",
          "properties.region",
          "properties.displayName",
          "properties.targetUrl",
          "properties.authenticationConfiguration.@odata.type",
          "properties.authenticationConfiguration.username",
          "properties.authenticationConfiguration.password",
          "properties.authenticationConfiguration.pkcs12Value",
          "properties.connectorGroup.name",
          "properties.connectorGroup.id",
          "properties.apiConnector.displayName",
          "properties.apiConnector.id");

  private final FileFormat format;
  private final StringBuilder out = new StringBuilder();
  private final ObjectWriter csv;
  private boolean hasBegun;

  ChangeRows(FileFormat format) {
    this.format = format;
    CsvSchema.Builder schema = CsvSchema.builder().setLineSeparator(LINE_END);
    COLUMNS.forEach(schema::addColumn);
    this.csv = new CsvMapper().writer(schema.build());
  }

  void row(ObjectNode row) {
    begin();
    switch (format) {
      case JSON -> out.append((hasBegun ? ",\n" : "") + Json.line(row));
      case JSON_LINES -> out.append(Json.line(row)).append(LINE_END);
      case CSV -> out.append(cells(row));
    }
    hasBegun = true;
  }

  /** The whole file. */
  String end() {
    begin();
    if (format == FileFormat.JSON) {
      out.append(hasBegun ? "\n]\n" : "]\n");
    }
    return out.toString();
  }

  /** Before the first row, or where there is none. */
  private void begin() {
    if (!hasBegun && format == FileFormat.JSON) {
      out.append("[\n");
    } else if (!hasBegun && format == FileFormat.CSV) {
      out.append(String.join(",", COLUMNS) + LINE_END);
    }
  }

  private String cells(ObjectNode row) {
    ObjectNode cells = Json.NODES.objectNode();
    for (String column : COLUMNS) {
      JsonNode at = row;
      for (String name : ChangeFields.names(column).orElseThrow()) {
        at = at.path(name);
      }
      cells.put(column, at.asText(""));
    }
    try {
      return csv.writeValueAsString(cells);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cells of text must be writable", e);
    }
  }
}
