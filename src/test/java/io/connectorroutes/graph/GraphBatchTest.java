package io.connectorroutes.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphBatchTest {
  private static final GraphRequest PATCH =
      new GraphRequest(
          "PATCH",
          "/beta/connectors/x%2Fy",
          Changes.json("{'status': 'active'}"),
          "t/c",
          "request-1");
  private static final GraphRequest LIST =
      new GraphRequest("GET", "/beta/p?$skiptoken=a%20b", null, "t/c", "request-2");

  @Test
  void itemsHaveUrlsBelowTheVersionAndAContentTypeWhereThereIsABody() {
    GraphRequest batch = GraphBatch.request(List.of(PATCH, LIST));

    assertThat(batch).hasToString("POST /beta/$batch");
    assertThat(batch.account()).isEqualTo("t/c");
    assertThat(batch.clientRequestId()).isNotIn("request-1", "request-2");
    assertThat(batch.body())
        .isEqualTo(
            Changes.json(
                "{'requests': [{'id': '1', 'method': 'PATCH', 'url': '/connectors/x%2Fy',"
                    + " 'headers': {'client-request-id': 'request-1', 'Content-Type':"
                    + " 'application/json'}, 'body': {'status': 'active'}},"
                    + " {'id': '2', 'method': 'GET', 'url': '/p?$skiptoken=a%20b',"
                    + " 'headers': {'client-request-id': 'request-2'}}]}"));
  }

  @Test
  void eachItemNamesTheSpanThatItIs() {
    String span = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    JsonNode items =
        GraphBatch.request(List.of(PATCH.tracedBy(span), LIST)).body().path("requests");
    assertThat(items.path(0).path("headers").path("traceparent").asText()).isEqualTo(span);
    assertThat(items.path(1).path("headers").has("traceparent")).isFalse();
  }

  @Test
  void answersAreTakenByIdInWhateverOrder() throws IOException {
    List<Optional<GraphResponse>> responses =
        GraphBatch.responses(
            answer(
                "{'responses': [{'id': '3', 'status': 204},"
                    + " {'id': '1', 'status': 429, 'headers': {'Retry-After': 2.128, 'request-id':"
                    + " 'own'}, 'body': {'error': {'code': 'TooManyRequests'}}},"
                    + " {'id': '9', 'status': 204}]}"),
            3);

    GraphResponse first = responses.get(0).orElseThrow();
    assertThat(first.status()).isEqualTo(429);
    assertThat(first.headers()).containsEntry("retry-after", "2.128");
    assertThat(first.headers()).containsEntry("request-id", "own");
    assertThat(new String(first.body(), UTF_8))
        .isEqualTo("{\"error\":{\"code\":\"TooManyRequests\"}}");
    assertThat(responses.get(1)).isEmpty();
    GraphResponse third = responses.get(2).orElseThrow();
    assertThat(third.body()).isEmpty();
    assertThat(third.headers()).containsEntry("request-id", "of the batch");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'responses': [{'status': 204}]}",
        "{'responses': [{'id': '1'}]}",
        "{'responses': [{'id': '1', 'status': 'ok'}]}",
        "{'responses': [null, 7, 'x']}"
      })
  void anItemThatCannotBeReadIsMissing(String body) throws IOException {
    assertThat(GraphBatch.responses(answer(body), 1)).containsExactly(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>secret</html>", "{'responses': {}}", "[]", "null"})
  void whatIsNoAnswerToABatchIsRefusedWithoutQuotingIt(String body) {
    assertThatThrownBy(() -> GraphBatch.responses(answer(body), 1))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the answer to a batch ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void bytesAreThoseOfTheBodyAsSent() {
    JsonNode body = Changes.json("{'displayName': 'Zoë'}");

    assertThat(GraphBatch.bytes(new GraphRequest("PATCH", "/v1.0/x", body, "t/c", "r")))
        .isEqualTo("{\"displayName\":\"Zoë\"}".getBytes(UTF_8).length);
    assertThat(GraphBatch.bytes(LIST)).isZero();
  }

  private static GraphResponse answer(String body) {
    return new GraphResponse(
        200, Map.of("request-id", "of the batch"), body.replace('\'', '"').getBytes(UTF_8));
  }
}
