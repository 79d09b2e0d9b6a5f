package io.connectorroutes.change;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.text.PrintableText;
import java.io.IOException;

/**
 * Builds one row from JSON tokens. A name that stands twice in one object, text that is no Unicode
 * and a hostile size make it a bad row; the parser then stands behind the row all the same.
 */
final class RowTree {
  private static final int DEEPEST = 64;
  private static final int MOST_VALUES = 10_000;

  private final JsonNodeFactory nodes = JsonNodeFactory.instance;
  private final JsonParser parser;
  private int values;
  private FieldProblem problem;

  private RowTree(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads the row that begins at the parser's current token.
   *
   * @throws JsonProcessingException where the text is not JSON
   */
  static ReadRow read(JsonParser parser, int row) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return ReadRow.noObject(
          row,
          new FieldProblem(null, "the row is not a JSON object: give one object for a change"));
    }
    RowTree tree = new RowTree(parser);
    ObjectNode fields = tree.object("", 1);
    return tree.problem == null ? ReadRow.of(row, fields) : ReadRow.unreadable(row, tree.problem);
  }

  private ObjectNode object(String path, int depth) throws IOException {
    ObjectNode object = nodes.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String shown = FieldNames.shown(name);
      String field = path.isEmpty() ? shown : path + "." + shown;
      if (!Unicode.isWellFormed(name)) {
        refuse(path, "holds a field whose name is no Unicode text: write the name in full");
      }
      parser.nextToken();
      JsonNode value = value(field, depth);
      if (object.has(name)) {
        refuse(field, "stands twice: leave one of them out");
      }
      keep(() -> object.set(name, value));
    }
    return object;
  }

  private ArrayNode array(String path, int depth) throws IOException {
    ArrayNode array = nodes.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonNode value = value(path, depth);
      keep(() -> array.add(value));
    }
    return array;
  }

  private JsonNode value(String path, int depth) throws IOException {
    values++;
    if (values > MOST_VALUES) {
      refuse(path, "is more than the " + MOST_VALUES + " values that a row may hold");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT, START_ARRAY -> nested(path, depth + 1);
      case VALUE_STRING -> text(path);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(path);
      case VALUE_TRUE -> nodes.booleanNode(true);
      case VALUE_FALSE -> nodes.booleanNode(false);
      default -> nodes.nullNode();
    };
  }

  private JsonNode nested(String path, int depth) throws IOException {
    if (depth > DEEPEST) {
      refuse(path, "is nested deeper than " + DEEPEST + " levels");
      parser.skipChildren();
      return nodes.nullNode();
    }
    return parser.currentToken() == JsonToken.START_OBJECT
        ? object(path, depth)
        : array(path, depth);
  }

  private JsonNode text(String path) throws IOException {
    String text = parser.getText();
    if (!Unicode.isWellFormed(text)) {
      refuse(path, "is no Unicode text: a \\ud800 to \\udfff escape stands alone");
    }
    return nodes.textNode(text);
  }

  private JsonNode number(String path) throws IOException {
    try {
      return parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
          ? nodes.numberNode(parser.getDecimalValue())
          : integer();
    } catch (JsonProcessingException | NumberFormatException e) {
      refuse(path, "is a number out of range");
      return nodes.nullNode();
    }
  }

  private JsonNode integer() throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> nodes.numberNode(parser.getIntValue());
      case LONG -> nodes.numberNode(parser.getLongValue());
      default -> nodes.numberNode(parser.getBigIntegerValue());
    };
  }

  /** Keeps nothing more of a row that is refused, so that a hostile one takes no memory. */
  private void keep(Runnable addition) {
    if (problem == null) {
      addition.run();
    }
  }

  private void refuse(String path, String fault) {
    if (problem == null) {
      String field = path.isEmpty() ? null : PrintableText.name(path);
      problem = new FieldProblem(field, (field == null ? "the row" : field) + " " + fault);
    }
  }
}
