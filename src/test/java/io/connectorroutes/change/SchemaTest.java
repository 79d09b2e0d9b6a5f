package io.connectorroutes.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.connectorroutes.change.operation.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The schema as others use it: as a document of its own. */
class SchemaTest {
  private static final SchemaDocument DOCUMENT = SchemaDocument.load();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder -> builder.schemas(Map.of(SchemaDocument.ID, DOCUMENT.text())));

  @Test
  void isAJsonSchemaItself() {
    Schema meta =
        REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    assertThat(meta.validate(DOCUMENT.text(), InputFormat.JSON)).isEmpty();
  }

  @Test
  void holdsARowAgainstThePartOfItsOperation() throws Exception {
    Schema whole = REGISTRY.getSchema(SchemaLocation.of(SchemaDocument.ID));

    assertThat(whole.validate(row("{'operation':'connectorGroup.delete','target':{'id':'1'}}")))
        .isEmpty();
    for (String row :
        List.of(
            "{'operation':'connectorGroup.delete','target':{'displayName':'1'}}",
            "{'operation':'connectorGroup.drop','target':{'id':'1'}}",
            "{'target':{'id':'1'}}")) {
      assertThat(whole.validate(row(row))).as(row).isNotEmpty();
    }
  }

  @Test
  void saysOfEachValueWhatIsExpected() {
    for (Operation operation : Operation.values()) {
      JsonNode part = DOCUMENT.at(SchemaDocument.pointer(operation));
      assertThat(part.path("title").asText()).as(operation.wireName()).isNotEmpty();
      assertThat(part.path("properties").path("operation").path("const").asText())
          .isEqualTo(operation.wireName());
      for (String name : List.of("changeId", "tenant", "target", "properties", "revision")) {
        assertThat(DOCUMENT.expected(part.path("properties").path(name))).as(name).isNotEmpty();
      }
    }
  }

  private static JsonNode row(String json) throws Exception {
    return new JsonMapper().readTree(json.replace('\'', '"'));
  }
}
