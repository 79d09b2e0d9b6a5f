package io.connectorroutes.outcome;

import io.connectorroutes.change.TargetUrl;
import io.connectorroutes.secret.Masking;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A column of a CSV result file that comes from the input.
 *
 * @param name its header; empty where the input's column has no name: its cells are empty here
 * @param sources the input's columns that it stands for; more than one where the input had both a
 *     secret's column and the column of its reference
 * @param hidden whether its cells are references instead of the input's cells
 */
record CsvColumn(String name, List<String> sources, boolean hidden) {

  /** The columns for an input's header, in its order, without those of an earlier result. */
  static List<CsvColumn> of(List<String> header, Masking masking) {
    List<CsvColumn> columns = new ArrayList<>();
    Map<String, List<String>> sources = new HashMap<>();
    for (String column : header) {
      if (column.isEmpty()) {
        columns.add(new CsvColumn("", List.of(), false));
      } else if (!Masking.isResult(column)) {
        String name = masking.hides(column) ? masking.referenceColumn(column) : column;
        if (!sources.containsKey(name)) {
          sources.put(name, new ArrayList<>());
          columns.add(new CsvColumn(name, sources.get(name), masking.hides(name)));
        }
        sources.get(name).add(column);
        if (name.equals(Masking.URL_REFERENCE_COLUMN)) {
          sources.get(name).add(TargetUrl.FIELD);
        }
      }
    }
    return columns;
  }

  /**
   * The cell of a row; empty where the input's was.
   *
   * @param cells the input's cells by column
   */
  String cell(Map<String, String> cells, String changeId) {
    return sources.stream()
        .filter(source -> isShownHere(source, cells))
        .map(source -> cells.getOrDefault(source, ""))
        .filter(cell -> !cell.isEmpty())
        .findFirst()
        .map(cell -> hidden ? Masking.reference(changeId) : cell)
        .orElse("");
  }

  /** A URL stands in its own column, or its reference in the one behind it. */
  private boolean isShownHere(String source, Map<String, String> cells) {
    return !source.equals(TargetUrl.FIELD) || hidden == holdsSecret(cells);
  }

  /** Whether the URL of a row is to be replaced by a reference. */
  static boolean holdsSecret(Map<String, String> cells) {
    return TargetUrl.holdsSecret(cells.getOrDefault(TargetUrl.FIELD, ""));
  }
}
