package io.connectorroutes.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One page of a list.
 *
 * @param objects never null
 * @param nextLink absolute URL of the next page; null on the last one
 */
public record ListPage(List<ListedObject> objects, String nextLink) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the answer to a list request.
   *
   * @throws IOException where it is not a list in Graph's shape; the message shows nothing of it
   */
  public static ListPage parse(byte[] body) throws IOException {
    JsonNode json = readTree(body);
    if (!json.path("value").isArray()) {
      throw new IOException("the answer to a list has no array \"value\"");
    }
    List<ListedObject> objects = new ArrayList<>();
    for (JsonNode object : json.path("value")) {
      String id = object.path("id").textValue();
      if (id == null) {
        throw new IOException("the answer to a list has an object without an id");
      }
      objects.add(ListedObject.of(id, object));
    }
    return new ListPage(List.copyOf(objects), json.path("@odata.nextLink").textValue());
  }

  private static JsonNode readTree(byte[] body) throws IOException {
    try {
      JsonNode json = JSON.readTree(body);
      return json == null ? JSON.missingNode() : json;
    } catch (IOException e) {
      // The parser's own message quotes the text, and an answer can hold user names.
      throw new IOException("the answer to a list is not JSON", null);
    }
  }
}
