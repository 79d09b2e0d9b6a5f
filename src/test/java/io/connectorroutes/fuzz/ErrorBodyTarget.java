package io.connectorroutes.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.graph.GraphError;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.graph.Secrets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What Graph says is wrong: short, printable, without the secret of the request. The input is the
 * answer's status, by its first byte, its request id up to a line break, and its body.
 */
public final class ErrorBodyTarget {
  private static final List<Integer> STATUSES = List.of(400, 401, 403, 404, 409, 429, 500, 503);
  private static final ObjectNode BODY =
      JsonNodeFactory.instance
          .objectNode()
          .put("displayName", "n")
          .put("targetUrl", "https://example.com/?code=" + Promises.SECRET);

  static {
    BODY.putObject("authenticationConfiguration").put("password", Promises.SECRET);
  }

  private ErrorBodyTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int status = STATUSES.get((input[0] & 0xff) % STATUSES.size());
    int end = 1;
    while (end < input.length && input[end] != '\n') {
      end++;
    }
    String id = new String(input, 1, end - 1, UTF_8);
    byte[] body = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
    GraphResponse response =
        new GraphResponse(status, id.isEmpty() ? Map.of() : Map.of("request-id", id), body)
            .to(Secrets.of(BODY));
    GraphRequest request =
        new GraphRequest("POST", "/v1.0/identity/apiConnectors", BODY, "t/c", "1");

    GraphError error = GraphError.of(response, request);

    assertThat(error.code()).isNotEmpty().hasSizeLessThanOrEqualTo(100);
    assertShown(error.code());
    assertThat(error.message()).hasSizeLessThanOrEqualTo(1_000);
    assertShown(error.message());
    if (error.requestId() != null) {
      assertThat(error.requestId()).hasSizeLessThanOrEqualTo(100);
      assertShown(error.requestId());
    }
    assertThat(response.toString()).isEqualTo("GraphResponse[" + status + "]");
  }

  private static void assertShown(String text) {
    Promises.assertPrintable(text);
    Promises.assertWithoutSecret(text);
  }
}
