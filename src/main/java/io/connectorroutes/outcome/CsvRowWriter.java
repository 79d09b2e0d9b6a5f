package io.connectorroutes.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.FileLayout;
import io.connectorroutes.ledger.JobRow;
import io.connectorroutes.secret.Masking;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows as CSV (RFC 4180, cells quoted where they must be), with the input's separator and line end:
 * the input's columns in order, then {@code result.*}. The input's cells are never altered; a cell
 * of {@code result.*} that a spreadsheet would take for a formula gets an apostrophe before it.
 */
final class CsvRowWriter implements RowWriter {
  private static final String FORMULA_STARTS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

  private final Writer out;
  private final FileLayout layout;
  private final List<CsvColumn> columns;
  private final ResultGroup group;
  private final Masking masking;
  private boolean headed;

  CsvRowWriter(Writer out, FileLayout layout, ResultGroup group, Masking masking) {
    this.out = out;
    this.layout = layout;
    this.group = group;
    this.masking = masking;
    this.columns = columns(layout.columns(), group, masking);
  }

  private static List<CsvColumn> columns(List<String> header, ResultGroup group, Masking masking) {
    List<CsvColumn> columns = new ArrayList<>();
    if (group == ResultGroup.FAILED && !header.contains(ResultFields.CHANGE_ID)) {
      columns.add(new CsvColumn(ResultFields.CHANGE_ID, List.of(ResultFields.CHANGE_ID), false));
    }
    columns.addAll(CsvColumn.of(header, masking));
    return columns;
  }

  /**
   * {@inheritDoc}
   *
   * @throws MissingColumnException where the row's {@code targetUrl} is to be replaced by a
   *     reference, and the file has no column for it
   */
  @Override
  public void write(JobRow row) throws IOException {
    Map<String, String> input = input(row);
    if (CsvColumn.holdsSecret(input) && !hasColumn(Masking.URL_REFERENCE_COLUMN)) {
      throw new MissingColumnException(Masking.URL_REFERENCE_COLUMN);
    }
    List<String> cells = cells(row, input);
    if (!headed) {
      headed = true;
      writeRecord(header());
    }
    writeRecord(cells);
  }

  private boolean hasColumn(String name) {
    return columns.stream().anyMatch(column -> column.name().equals(name));
  }

  @Override
  public void end() {
    // Nothing follows the last row.
  }

  private List<String> header() {
    List<String> header = new ArrayList<>();
    columns.forEach(column -> header.add(column.name()));
    resultNames().forEach(name -> header.add(ResultFields.RESULT + "." + name));
    return header;
  }

  private List<String> resultNames() {
    return group == ResultGroup.FAILED
        ? ResultFields.NAMES
        : ResultFields.NAMES.stream().filter(n -> !ResultFields.OF_REJECTED.contains(n)).toList();
  }

  private List<String> cells(JobRow row, Map<String, String> input) {
    ObjectNode result = ResultFields.of(row);
    OutcomeJson.put(
        result,
        ResultFields.LEFT_OUT,
        RefusedValues.leftOut(
            row.refused(),
            field -> masking.hides(field) || !input.getOrDefault(field, "").isEmpty()));
    List<String> cells = new ArrayList<>();
    columns.forEach(column -> cells.add(column.cell(input, row.changeId())));
    resultNames()
        .forEach(name -> cells.add(harmless(PrintableText.text(result.path(name).asText("")))));
    return cells;
  }

  private Map<String, String> input(JobRow row) {
    Optional<ObjectNode> object = RowJson.input(row);
    Map<String, String> cells = new LinkedHashMap<>();
    object.ifPresent(input -> flatten(input, "", cells));
    if (object.isPresent() && group == ResultGroup.FAILED) {
      String before = asWritten(cells.get(ResultFields.RESULT + "." + ResultFields.CHANGE_ID));
      cells.put(ResultFields.CHANGE_ID, MendedId.after(row.changeId(), before));
    }
    row.refused().stream()
        .filter(field -> !masking.hides(field))
        .filter(field -> RefusedValues.isLeftOut(field, cells.getOrDefault(field, "")))
        .forEach(cells::remove);
    if (row.outcome().givenChangeId() != null) {
      // Without an id in its place: the row is to be rejected again until somebody gives it one.
      cells.remove(ResultFields.CHANGE_ID);
    }
    return cells;
  }

  /** A row that only the change gives back is nested; the input's own is flat as it is. */
  private static void flatten(ObjectNode object, String prefix, Map<String, String> cells) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (field.getValue() instanceof ObjectNode nested) {
        flatten(nested, prefix + field.getKey() + ".", cells);
      } else {
        cells.put(prefix + field.getKey(), field.getValue().asText(""));
      }
    }
  }

  private static String harmless(String cell) {
    return isFormula(cell) ? "'" + cell : cell;
  }

  /** A cell of an earlier result as it was before it was made harmless; null for none. */
  private static String asWritten(String cell) {
    boolean quoted = cell != null && cell.startsWith("'") && isFormula(cell.substring(1));
    return quoted ? cell.substring(1) : cell;
  }

  private static boolean isFormula(String cell) {
    return !cell.isEmpty() && FORMULA_STARTS.indexOf(cell.charAt(0)) >= 0;
  }

  private void writeRecord(List<String> cells) throws IOException {
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0) {
        out.write(layout.separator());
      }
      out.write(quoted(cells.get(i)));
    }
    out.write(layout.lineEnd());
  }

  private String quoted(String cell) {
    char separator = layout.separator();
    boolean plain =
        cell.chars().noneMatch(c -> c == '"' || c == separator || c == '\r' || c == '\n');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
