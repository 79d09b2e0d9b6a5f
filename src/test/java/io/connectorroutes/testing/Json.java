package io.connectorroutes.testing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** JSON of tests, which may be written with single quotes. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonParser.Feature.ALLOW_SINGLE_QUOTES).build();

  private Json() {}

  /** An object. */
  public static ObjectNode object(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The content of a file. */
  public static JsonNode file(Path file) {
    try {
      return MAPPER.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a file. */
  public static List<ObjectNode> lines(Path file) {
    try {
      return Files.readAllLines(file).stream().map(Json::object).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
