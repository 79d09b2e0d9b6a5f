package io.connectorroutes.change;

import java.util.ArrayList;
import java.util.List;

/**
 * How the text of a file is laid out. Its result files are laid out alike, so that the program that
 * wrote the one opens the others.
 *
 * @param columns the header of a CSV file in its order, with an empty name for each column without
 *     one; empty for other formats
 * @param separator what stands between the cells of a CSV file: comma, semicolon or tab
 * @param byteOrderMark whether the file begins with one
 * @param lineEnd what ends its first line
 */
public record FileLayout(
    List<String> columns, char separator, boolean byteOrderMark, String lineEnd) {

  /**
   * The layout of a file that tells nothing of its own.
   *
   * @param columns as above
   */
  public static FileLayout standard(FileFormat format, List<String> columns) {
    return new FileLayout(columns, ',', false, lineEnd(format));
  }

  /**
   * The same layout with one column more.
   *
   * @param behind the column that it is put behind; one of {@link #columns()}
   */
  public FileLayout withColumn(String column, String behind) {
    List<String> more = new ArrayList<>(columns);
    more.add(columns.indexOf(behind) + 1, column);
    return new FileLayout(List.copyOf(more), separator, byteOrderMark, lineEnd);
  }

  /** What ends the lines of a file that does not tell. */
  static String lineEnd(FileFormat format) {
    return format == FileFormat.CSV ? "\r\n" : "\n";
  }
}
