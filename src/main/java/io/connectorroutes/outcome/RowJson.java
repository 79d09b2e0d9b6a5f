package io.connectorroutes.outcome;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.ledger.JobRow;
import java.io.IOException;
import java.util.Optional;

/** Rows and messages as the ledger gives them back. */
final class RowJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private RowJson() {}

  /**
   * The JSON object in those bytes.
   *
   * @param json may be null
   * @return empty where they are null or no JSON object: a row or message that could not be read
   */
  static Optional<ObjectNode> object(byte[] json) {
    if (json == null) {
      return Optional.empty();
    }
    try {
      return MAPPER.readTree(json) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The input's row; empty where it could not be read. */
  static Optional<ObjectNode> input(JobRow row) {
    return object(row.original() == null ? row.changeJson() : row.original());
  }
}
