package io.connectorroutes.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.change.operation.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples in {@code docs/messages.md} are valid JSON, and none of the names is missing. */
class MessagesGuideTest {
  private static final Path GUIDE = Path.of("docs/messages.md");
  private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void eachOperationHasAnExampleUnderItsHeading() throws IOException {
    List<String> exampled = new ArrayList<>();
    Matcher section =
        Pattern.compile("### (\\S+)\n(.*?)(?=\n##)", Pattern.DOTALL)
            .matcher(Files.readString(GUIDE));
    while (section.find()) {
      List<JsonNode> examples = examples(section.group(2));
      assertThat(examples).as(section.group(1)).hasSize(1);
      assertThat(examples.get(0).path("operation").asText()).isEqualTo(section.group(1));
      exampled.add(section.group(1));
    }

    assertThat(exampled)
        .containsExactlyElementsOf(
            Arrays.stream(Operation.values()).map(Operation::wireName).toList());
  }

  @Test
  void eachExampleIsJson() throws IOException {
    assertThat(examples(Files.readString(GUIDE))).hasSizeGreaterThan(15);
  }

  @Test
  void eachOutcomeIsExplained() throws IOException {
    assertThat(Files.readString(GUIDE))
        .contains(
            Arrays.stream(Outcome.values())
                .map(outcome -> "| `" + outcome.wireName() + "` |")
                .toList());
  }

  private static List<JsonNode> examples(String text) throws IOException {
    List<JsonNode> examples = new ArrayList<>();
    Matcher example = EXAMPLE.matcher(text);
    while (example.find()) {
      JsonNode json = MAPPER.readTree(example.group(1));
      assertThat(json.isObject()).isTrue();
      examples.add(json);
    }
    return examples;
  }
}
