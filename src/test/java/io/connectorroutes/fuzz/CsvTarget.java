package io.connectorroutes.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.FileFormat;
import io.connectorroutes.change.FileLayout;
import io.connectorroutes.change.ReadRow;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** A {@code .csv} file is refused, or its cells, written anew, are read as the same ones. */
public final class CsvTarget {
  private CsvTarget() {}

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    FileReading reading = FileReading.of(FileFormat.CSV, input);
    if (!reading.isFaultless()) {
      return;
    }
    FileReading again = FileReading.of(FileFormat.CSV, written(reading));

    assertThat(again.fault()).isNull();
    assertThat(again.layout().columns()).isEqualTo(reading.layout().columns());
    assertThat(again.layout().separator()).isEqualTo(reading.layout().separator());
    assertThat(texts(again)).isEqualTo(texts(reading));
  }

  /** A cell that is not there is an empty one. */
  private static List<String> texts(FileReading reading) {
    return reading.rows().stream()
        .map(row -> cells(reading.layout(), row.cells()) + " " + row.fields())
        .toList();
  }

  private static byte[] written(FileReading reading) {
    FileLayout layout = reading.layout();
    StringBuilder csv = new StringBuilder("sep=" + layout.separator() + "\n");
    write(csv, layout, layout.columns());
    for (ReadRow row : reading.rows()) {
      write(csv, layout, cells(layout, row.cells()));
    }
    return csv.toString().getBytes(UTF_8);
  }

  private static List<String> cells(FileLayout layout, ObjectNode cells) {
    return layout.columns().stream().map(column -> cells.path(column).asText("")).toList();
  }

  private static void write(StringBuilder csv, FileLayout layout, List<String> cells) {
    for (Iterator<String> cell = cells.iterator(); cell.hasNext(); ) {
      csv.append('"').append(cell.next().replace("\"", "\"\"")).append('"');
      csv.append(cell.hasNext() ? layout.separator() : '\n');
    }
  }
}
