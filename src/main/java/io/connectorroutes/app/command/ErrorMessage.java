package io.connectorroutes.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * An error as a JSON document.
 *
 * @param message what is wrong
 * @param remedy what to do; null where the error names nothing
 */
record ErrorMessage(String message, String remedy) {
  private static final String MUST_BE = " must be ";

  /**
   * Takes a line apart: messages say what is wrong, and behind their last semicolon, else behind
   * their last colon, what to do; of a value that is none of its kind, what it must be, which may
   * have semicolons and colons of its own.
   *
   * @param mayHaveColon whether what stands behind a colon is a remedy: of errors of a database it
   *     is what the database said
   */
  static ErrorMessage of(String line, boolean mayHaveColon) {
    return value(line)
        .or(() -> split(line, "; "))
        .or(() -> mayHaveColon ? split(line, ": ") : Optional.empty())
        .orElse(new ErrorMessage(line, null));
  }

  private static Optional<ErrorMessage> value(String line) {
    int at = line.indexOf(MUST_BE);
    boolean isFirst =
        at > 0 && !line.substring(0, at).contains(": ") && !line.substring(0, at).contains("; ");
    return isFirst
        ? Optional.of(new ErrorMessage(line, "set it to " + line.substring(at + MUST_BE.length())))
        : Optional.empty();
  }

  private static Optional<ErrorMessage> split(String line, String separator) {
    int at = line.lastIndexOf(separator);
    return at < 1
        ? Optional.empty()
        : Optional.of(
            new ErrorMessage(line.substring(0, at), line.substring(at + separator.length())));
  }

  String json() {
    ObjectNode document = Json.NODES.objectNode();
    document.putObject("error").put("message", message).put("remedy", remedy);
    return Json.print(document);
  }
}
