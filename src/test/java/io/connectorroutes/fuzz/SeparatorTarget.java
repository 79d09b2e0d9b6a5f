package io.connectorroutes.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.FileFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Separator, line end and byte order mark are guessed as they were written: the input chooses them,
 * the columns, which of them are quoted, and the text of the cells.
 */
public final class SeparatorTarget {
  private static final List<String> COLUMNS =
      List.of(
          "changeId",
          "tenant",
          "target.id",
          "target.displayName",
          "properties.displayName",
          "properties.authenticationConfiguration.@odata.type",
          "result.outcome",
          "");
  private static final List<String> SEPARATORS = List.of(",", ";", "\t");
  private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");
  private static final List<String> BEFORE = List.of("", "\n", " \r\n\n", "\r\r");

  private SeparatorTarget() {}

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (input.length < 3) {
      return;
    }
    boolean marked = (input[0] & 1) != 0;
    boolean named = (input[0] & 2) != 0;
    String before = BEFORE.get((input[0] >> 2) & 3);
    String separator = SEPARATORS.get((input[1] & 0xff) % 3);
    String lineEnd = LINE_ENDS.get((input[2] & 0xff) % 3);
    String header = header(input, separator);
    String cell = new String(input, 3, input.length - 3, UTF_8).replace("\"", "\"\"");
    String text =
        (marked ? "\uFEFF" : "")
            + before
            + (named ? "sep=" + separator + lineEnd : "")
            + header
            + lineEnd
            + "\"x"
            + cell
            + "\""
            + lineEnd;

    FileReading reading = FileReading.of(FileFormat.CSV, text.getBytes(UTF_8));

    assertThat(reading.fault()).isNull();
    assertThat(reading.layout().separator()).isEqualTo(separator.charAt(0));
    assertThat(reading.layout().byteOrderMark()).isEqualTo(marked);
    if (before.isEmpty()) {
      assertThat(reading.layout().lineEnd()).isEqualTo(lineEnd);
    }
    assertThat(reading.layout().columns()).first().isEqualTo("operation");
    assertThat(reading.layout().columns()).hasSizeGreaterThan(1);
    assertThat(reading.rows()).hasSize(1);
    assertThat(reading.rows().get(0).cells().path("operation").textValue())
        .isEqualTo("x" + new String(input, 3, input.length - 3, UTF_8));
  }

  /** At least two columns: in one alone there is nothing to guess. */
  private static String header(byte[] input, String separator) {
    List<String> columns = new ArrayList<>(List.of("operation"));
    List<String> left = new ArrayList<>(COLUMNS);
    for (int i = 3; i < input.length && !left.isEmpty() && columns.size() < 6; i++) {
      String column = left.remove((input[i] & 0x7f) % left.size());
      columns.add(input[i] < 0 ? '"' + column + '"' : column);
    }
    if (columns.size() == 1) {
      columns.add("tenant");
    }
    return String.join(separator, columns);
  }
}
