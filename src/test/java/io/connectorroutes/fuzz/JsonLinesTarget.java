package io.connectorroutes.fuzz;

import io.connectorroutes.change.FileFormat;
import java.io.IOException;

/** A {@code .jsonl} file is refused, or its rows are those that another reader sees. */
public final class JsonLinesTarget {
  private JsonLinesTarget() {}

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    FileReading reading = FileReading.of(FileFormat.JSON_LINES, input);
    if (reading.isFaultless()) {
      JsonOracle.assertSame(reading, JsonOracle.lines(input));
    }
  }
}
