package io.connectorroutes.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The outcome log as it grows; each line is read once. A line that a kill cut short is passed over,
 * as a reader has to.
 */
final class OutcomeLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path log;
  private final List<JsonNode> lines = new ArrayList<>();
  private long next;

  OutcomeLines(Path log) {
    this.log = log;
  }

  /** All lines so far that have come to their end. */
  synchronized List<JsonNode> read() throws IOException {
    if (Files.exists(log)) {
      String added = added();
      String whole = added.substring(0, added.lastIndexOf('\n') + 1);
      for (String line : whole.lines().filter(text -> text.endsWith("}")).toList()) {
        lines.add(JSON.readTree(line));
      }
      next += whole.getBytes(StandardCharsets.UTF_8).length;
    }
    return List.copyOf(lines);
  }

  private String added() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] bytes = new byte[Math.toIntExact(file.length() - next)];
      file.seek(next);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
