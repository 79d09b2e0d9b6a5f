package io.connectorroutes.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What editors of Spring Boot's properties are told of our keys is made of the table of keys. With
 * {@code -Dconfiguration.write=true} the file is written anew.
 */
class SpringMetadataTest {
  private static final Path FILE =
      Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");
  private static final String TENANTS = HostKeys.PREFIX + "graph.tenants";
  private static final String ONE_OF = "one of ";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Test
  void theFileIsMadeOfTheTableOfKeys() throws IOException {
    String made = JSON.writeValueAsString(metadata()) + "\n";
    if (Boolean.getBoolean("configuration.write")) {
      Files.writeString(FILE, made);
    }
    assertThat(FILE).hasContent(made);
  }

  private static ObjectNode metadata() {
    ObjectNode metadata = JSON.createObjectNode();
    metadata
        .putArray("groups")
        .addObject()
        .put("name", "connector-routes")
        .put("description", "The routes of Connector Routes for Microsoft Graph.");
    ArrayNode properties = metadata.putArray("properties");
    ArrayNode hints = metadata.putArray("hints");
    Stream.concat(Keys.EMBEDDED.stream(), Keys.ALL.stream())
        .forEach(
            key -> {
              addProperty(properties.addObject(), key);
              addHints(hints, key);
            });
    addTenants(properties.addObject(), hints.addObject());
    return metadata;
  }

  private static void addProperty(ObjectNode property, Key<?> key) {
    Object value = key.defaultText() == null ? null : key.type().parse("", key.defaultText());
    property.put("name", HostKeys.PREFIX + key.name());
    property.put("type", type(value).getName());
    property.put("description", description(key));
    if (value == null || Keys.OFF_WHERE_EMBEDDED.contains(key)) {
      return;
    }
    if (value instanceof Boolean is) {
      property.put("defaultValue", is);
    } else if (value instanceof Integer number) {
      property.put("defaultValue", number);
    } else {
      property.put("defaultValue", key.defaultText());
    }
  }

  /** All else is a text with a notation of its own, such as 512m. */
  private static Class<?> type(Object value) {
    return value instanceof Boolean || value instanceof Integer ? value.getClass() : String.class;
  }

  private static String description(Key<?> key) {
    String text = key.description().replace("`", "");
    return Character.toUpperCase(text.charAt(0))
        + text.substring(1)
        + ". "
        + (key.secret() ? "A secret, or a reference to one: " : "Must be ")
        + key.type().expected()
        + ".";
  }

  private static void addHints(ArrayNode hints, Key<?> key) {
    if (key.type().expected().startsWith(ONE_OF)) {
      ObjectNode hint = hints.addObject().put("name", HostKeys.PREFIX + key.name());
      addValues(hint, List.of(key.type().expected().substring(ONE_OF.length()).split(", ")));
    }
  }

  private static void addTenants(ObjectNode property, ObjectNode hint) {
    property.put("name", TENANTS);
    property.put("type", "java.util.Map<java.lang.String,java.lang.String>");
    property.put(
        "description", "Further tenants, each key with an alias of a-z, 0-9 and - before.");
    hint.put("name", TENANTS + ".keys");
    addValues(
        hint,
        Keys.ofTenants().stream()
            .map(key -> key.of("alias").name().substring(Key.TENANTS.length()))
            .toList());
    hint.putArray("providers").addObject().put("name", "any");
  }

  private static void addValues(ObjectNode hint, List<String> values) {
    ArrayNode array = hint.putArray("values");
    values.forEach(value -> array.addObject().put("value", value));
  }
}
