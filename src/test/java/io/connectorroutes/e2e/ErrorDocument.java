package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** What a command with {@code --json} prints in place of its document. */
final class ErrorDocument {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ErrorDocument() {}

  /**
   * The document's error, which has a message and a remedy, or null for that, and says what the
   * line on standard error says.
   */
  static JsonNode of(String document, String line) throws IOException {
    JsonNode read = JSON.readTree(document);
    assertThat(read.fieldNames()).toIterable().containsExactly("error");
    JsonNode error = read.path("error");
    assertThat(error.fieldNames()).toIterable().containsExactly("message", "remedy");
    assertThat(line).startsWith("connector-routes: " + error.path("message").textValue());
    if (!error.path("remedy").isNull()) {
      assertThat(line).endsWith(error.path("remedy").textValue());
    }
    return error;
  }
}
