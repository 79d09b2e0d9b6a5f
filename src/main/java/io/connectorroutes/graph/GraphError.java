package io.connectorroutes.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.change.Shown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An error answer of Graph, in the shape of Microsoft's page "Microsoft Graph error responses and
 * resource types": {@code error.code}, {@code error.message}, and {@code innerError} within, which
 * may nest further and hold a more specific code.
 *
 * @param code the most specific code that is known here, else the outermost; {@code http} and the
 *     status where the answer has none; never empty
 * @param message one line, shortened, without anything secret of the request; never null
 * @param requestId Graph's {@code request-id}; null where there is none
 */
public record GraphError(String code, String message, String requestId) {
  /** A 409, or 400, that may be repeated after a delay. */
  public static final String CONCURRENCY_VIOLATION = "Directory_ConcurrencyViolation";

  private static final Set<String> KNOWN_CODES =
      Set.of(
          CONCURRENCY_VIOLATION,
          "Authorization_RequestDenied",
          "Request_ResourceNotFound",
          "TooManyRequests",
          "activityLimitReached");
  private static final int DEEPEST = 10;
  private static final int LONGEST_CODE = 100;
  private static final int LONGEST_MESSAGE = 500;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads an error answer; one that is not in Graph's shape gives what its status and headers say.
   *
   * @param response any answer
   * @param request what it answers: its secrets are taken out of the message, should Graph repeat
   *     them
   */
  public static GraphError of(GraphResponse response, GraphRequest request) {
    JsonNode error = error(response.body());
    List<JsonNode> levels = levels(error);
    String message = error.path("message").asText("");
    return new GraphError(
        code(levels, response.status()),
        Shown.line(
            message.isBlank()
                ? "Graph answered " + response.status() + " without an error message"
                : Secrets.of(request.body()).mask(message),
            LONGEST_MESSAGE),
        requestId(response, levels));
  }

  /** Graph's {@code request-id}, from the header. */
  public static String requestId(GraphResponse response) {
    return response.headers().get("request-id");
  }

  private static JsonNode error(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json == null ? JSON.missingNode() : json.path("error");
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  private static List<JsonNode> levels(JsonNode error) {
    List<JsonNode> levels = new ArrayList<>();
    JsonNode level = error;
    while (level.isObject() && levels.size() < DEEPEST) {
      levels.add(level);
      level = level.has("innerError") ? level.path("innerError") : level.path("innererror");
    }
    return levels;
  }

  private static String code(List<JsonNode> levels, int status) {
    List<String> codes =
        levels.stream().map(l -> l.path("code").asText("")).filter(c -> !c.isBlank()).toList();
    for (int i = codes.size() - 1; i >= 0; i--) {
      if (KNOWN_CODES.contains(codes.get(i))) {
        return codes.get(i);
      }
    }
    return codes.isEmpty() ? "http" + status : Shown.line(codes.get(0), LONGEST_CODE);
  }

  private static String requestId(GraphResponse response, List<JsonNode> levels) {
    String header = requestId(response);
    if (header != null) {
      return header;
    }
    return levels.stream()
        .map(level -> level.path("request-id").textValue())
        .filter(id -> id != null)
        .findFirst()
        .orElse(null);
  }
}
