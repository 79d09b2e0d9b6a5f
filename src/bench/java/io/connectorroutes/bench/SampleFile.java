package io.connectorroutes.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of updates of API connectors, each of an object of its own, about 400 bytes a row. */
final class SampleFile {
  private static final String NOT_NOW = "2099-01-01T00:00:00Z";
  private static final String URL =
      "https://api.example.com/tenants/contoso/directories/customers/connectors/";
  private static final String HEADER =
      "changeId,operation,target.id,properties.targetUrl,"
          + "properties.authenticationConfiguration.@odata.type,"
          + "properties.authenticationConfiguration.username,"
          + "properties.authenticationConfiguration.password,notBefore";

  private SampleFile() {}

  /** JSON Lines. */
  static Path jsonLines(Path file, String series, int rows) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int row = 1; row <= rows; row++) {
        out.write(line(series, row, row, ",\"notBefore\":\"" + NOT_NOW + "\""));
        out.write('\n');
      }
    }
    return file;
  }

  /** JSON Lines of changes that are due at once, of so many objects. */
  static Path due(Path file, String series, int rows, int objects) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int row = 1; row <= rows; row++) {
        out.write(line(series, row, row % objects, ""));
        out.write('\n');
      }
    }
    return file;
  }

  /** The same as {@link #jsonLines} in CSV. */
  static Path csv(Path file, String series, int rows) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(HEADER + "\r\n");
      for (int row = 1; row <= rows; row++) {
        out.write(
            "%s-%d,apiConnector.update,%s,%s%d/steps/postAttributeCollection/hook,#microsoft.graph.basicAuthentication,service-account-%d,sample-only-not-a-password-%d,%s\r\n"
                .formatted(series, row, Seeded.apiConnector(row), URL, row, row, row, NOT_NOW));
      }
    }
    return file;
  }

  private static String line(String series, int row, int object, String more) {
    return "{\"changeId\":\"%s-%d\",\"operation\":\"apiConnector.update\",\"target\":{\"id\":\"%s\"},\"properties\":{\"targetUrl\":\"%s%d/steps/postAttributeCollection/hook\",\"authenticationConfiguration\":{\"@odata.type\":\"#microsoft.graph.basicAuthentication\",\"username\":\"service-account-%d\",\"password\":\"sample-only-not-a-password-%d\"}}%s}"
        .formatted(series, row, Seeded.apiConnector(object), URL, row, row, row, more);
  }
}
