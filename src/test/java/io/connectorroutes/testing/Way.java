package io.connectorroutes.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The ways by which changes reach the product. */
public enum Way {
  /** A message for each, over AMQP 1.0. */
  QUEUE {
    @Override
    public void send(TestSystem system, TestQueue queue, String name, List<ObjectNode> changes) {
      queue.send(changes.stream().map(ObjectNode::toString).toArray(String[]::new));
    }
  },
  /** A file for each. */
  JSON_OBJECT {
    @Override
    public void send(TestSystem system, TestQueue queue, String name, List<ObjectNode> changes)
        throws IOException {
      for (int i = 0; i < changes.size(); i++) {
        system.drop(name + "-" + i + ".json", changes.get(i).toPrettyString());
      }
    }
  },
  /** One file with an array. */
  JSON_ARRAY {
    @Override
    public void send(TestSystem system, TestQueue queue, String name, List<ObjectNode> changes)
        throws IOException {
      system.drop(name + ".json", changes.toString());
    }
  },
  /** One file with a line for each. */
  JSON_LINES {
    @Override
    public void send(TestSystem system, TestQueue queue, String name, List<ObjectNode> changes)
        throws IOException {
      system.drop(name + ".jsonl", lines(changes));
    }
  },
  /** One file with a row for each. */
  CSV {
    @Override
    public void send(TestSystem system, TestQueue queue, String name, List<ObjectNode> changes)
        throws IOException {
      system.drop(name + ".csv", csv(changes));
    }
  };

  /**
   * Sends changes.
   *
   * @param name of the file, without its extension
   */
  public abstract void send(
      TestSystem system, TestQueue queue, String name, List<ObjectNode> changes) throws IOException;

  /** JSON Lines of changes. */
  public static String lines(List<? extends JsonNode> changes) {
    return changes.stream().map(change -> change + "\n").collect(Collectors.joining());
  }

  /** CSV of changes: a column for each dotted path, in the order of first use. */
  public static String csv(List<? extends JsonNode> changes) {
    List<Map<String, String>> rows = changes.stream().map(Way::cells).toList();
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> columns.addAll(row.keySet()));
    StringBuilder text = new StringBuilder(line(List.copyOf(columns)));
    for (Map<String, String> row : rows) {
      text.append(line(columns.stream().map(c -> row.getOrDefault(c, "")).toList()));
    }
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream()
            .map(cell -> "\"" + cell.replace("\"", "\"\"") + "\"")
            .collect(Collectors.joining(","))
        + "\r\n";
  }

  private static Map<String, String> cells(JsonNode change) {
    Map<String, String> cells = new LinkedHashMap<>();
    flatten("", change, cells);
    return cells;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> cells) {
    node.properties()
        .forEach(
            field -> {
              String name = path + field.getKey();
              if (field.getValue().isObject()) {
                flatten(name + ".", field.getValue(), cells);
              } else {
                cells.put(name, field.getValue().asText());
              }
            });
  }
}
