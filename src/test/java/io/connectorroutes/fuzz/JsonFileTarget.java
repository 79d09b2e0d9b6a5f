package io.connectorroutes.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.FileFormat;
import java.io.IOException;
import java.util.List;

/** A {@code .json} file is refused, or its rows are those that another reader sees. */
public final class JsonFileTarget {
  private JsonFileTarget() {}

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    FileReading reading = FileReading.of(FileFormat.JSON, input);
    if (reading.isFaultless()) {
      JsonNode whole = JsonOracle.read(JsonOracle.text(input));
      JsonOracle.assertSame(reading, whole.isArray() ? whole : List.of(whole));
    }
  }
}
