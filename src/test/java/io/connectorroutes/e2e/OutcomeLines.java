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
      byte[] added = added();
      int whole = endOfLastLine(added);
      String text = new String(added, 0, whole, StandardCharsets.UTF_8);
      for (String line : text.lines().filter(one -> one.endsWith("}")).toList()) {
        lines.add(JSON.readTree(line));
      }
      // In bytes of the file: a line that was cut within a character is longer as a text.
      next += whole;
    }
    return List.copyOf(lines);
  }

  private byte[] added() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] bytes = new byte[Math.toIntExact(file.length() - next)];
      file.seek(next);
      file.readFully(bytes);
      return bytes;
    }
  }

  private static int endOfLastLine(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }
}
