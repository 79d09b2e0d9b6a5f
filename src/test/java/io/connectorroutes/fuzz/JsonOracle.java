package io.connectorroutes.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Another reader of JSON, to compare with: Jackson's own tree, as strict as it can be. */
final class JsonOracle {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  static {
    STRICT
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
  }

  private JsonOracle() {}

  /** The one value in the text. */
  static JsonNode read(String json) throws IOException {
    return STRICT.readTree(json);
  }

  /** The text of a file or message, without its byte order mark. */
  static String text(byte[] file) {
    String text = new String(file, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** The lines that are not blank, each as the one value in it. */
  static List<JsonNode> lines(byte[] file) throws IOException {
    List<JsonNode> values = new ArrayList<>();
    for (String line : text(file).split("\n", -1)) {
      if (!line.isBlank()) {
        values.add(read(line));
      }
    }
    return values;
  }

  static void assertSame(FileReading reading, Iterable<JsonNode> expected) {
    List<String> read = reading.rows().stream().map(row -> row.fields().toString()).toList();
    assertThat(expected).extracting(JsonNode::toString).containsExactlyElementsOf(read);
  }
}
