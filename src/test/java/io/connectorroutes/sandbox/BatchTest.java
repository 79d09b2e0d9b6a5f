package io.connectorroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.sandbox.GraphCaller.Back;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchTest extends SandboxTest {
  private static final String BATCH = "/v1.0/$batch";
  private static final String LIST = "/identity/apiConnectors";

  @BeforeEach
  void begin() {
    start(SandboxOptions.builder().clock(clock));
  }

  private static String item(String id, String method, String url) {
    return "{\"id\": \"%s\", \"method\": \"%s\", \"url\": \"%s\"}".formatted(id, method, url);
  }

  private static String create(String id, String name) {
    return """
        {"id": "%s", "method": "POST", "url": "/identity/apiConnectors",
         "headers": {"Content-Type": "application/json", "client-request-id": "c-%s"},
         "body": %s}
        """
        .formatted(id, id, GraphCaller.newApiConnector(name));
  }

  private Back batch(String... items) throws Exception {
    return graph.post(BATCH, "{\"requests\": [" + String.join(",", items) + "]}");
  }

  private static JsonNode response(Back back, String id) {
    for (JsonNode response : back.body().path("responses")) {
      if (response.path("id").asText().equals(id)) {
        return response;
      }
    }
    throw new AssertionError("no response of id " + id + " in " + back.body());
  }

  @Test
  void carriesOutEveryItemAndAnswers200WhateverBecameOfThem() throws Exception {
    Back back =
        batch(create("a", "First"), item("b", "DELETE", LIST + "/none"), item("c", "GET", LIST));

    assertThat(back.status()).isEqualTo(200);
    assertThat(back.body().path("responses")).hasSize(3);
    JsonNode made = response(back, "a");
    assertThat(made.path("status").asInt()).isEqualTo(201);
    assertThat(made.at("/headers/Content-Type").asText()).isEqualTo("application/json");
    assertThat(made.at("/headers/client-request-id").asText()).isEqualTo("c-a");
    assertThat(made.at("/body/@odata.context").asText())
        .isEqualTo(sandbox.root() + "/v1.0/$metadata#identity/apiConnectors/$entity");
    JsonNode missing = response(back, "b");
    assertThat(missing.path("status").asInt()).isEqualTo(404);
    assertThat(missing.at("/body/error/innerError/request-id").asText())
        .isEqualTo(missing.at("/headers/request-id").asText())
        .isNotEqualTo(back.header("request-id"));
    assertThat(response(back, "c").at("/body/value")).hasSize(1);
  }

  @Test
  void answersInAnotherOrder() throws Exception {
    List<String> ids = new ArrayList<>();
    Back back = batch(item("1", "GET", LIST), item("2", "GET", LIST), item("3", "GET", LIST));
    back.body().path("responses").forEach(r -> ids.add(r.path("id").asText()));

    assertThat(ids).containsExactlyInAnyOrder("1", "2", "3").isNotEqualTo(List.of("1", "2", "3"));
  }

  @Test
  void anItemWithoutContentHasNoBody() throws Exception {
    String id = graph.apiConnector("Gone");
    Back back = batch(item("1", "DELETE", LIST + "/" + id));

    assertThat(response(back, "1").path("status").asInt()).isEqualTo(204);
    assertThat(response(back, "1").has("body")).isFalse();
  }

  @Test
  void theJournalHasTheBatchAndEachItem() throws Exception {
    batch(create("a", "First"), item("b", "GET", LIST.substring(1) + "?$skiptoken=0"));

    List<JournalEntry> journal = sandbox.journal();
    assertThat(journal).hasSize(3);
    assertThat(journal.get(0).path()).isEqualTo(BATCH);
    assertThat(journal.get(0).status()).isEqualTo(200);
    assertThat(journal.get(0).applied()).isTrue();
    JournalEntry item = journal.get(1);
    assertThat(item.parent()).isEqualTo(1);
    assertThat(item.batchId()).isEqualTo("a");
    assertThat(item.path()).isEqualTo("/v1.0/identity/apiConnectors");
    assertThat(item.status()).isEqualTo(201);
    assertThat(item.applied()).isTrue();
    assertThat(item.body()).isEqualTo(GraphCaller.json(GraphCaller.newApiConnector("First")));
    assertThat(journal.get(2).query()).isEqualTo("$skiptoken=0");
    assertThat(journal.get(2).applied()).isFalse();
  }

  @Test
  void dependentsOfAFailedItemGet424() throws Exception {
    ObjectNode dependent = (ObjectNode) GraphCaller.json(create("c", "Third"));
    dependent.putArray("dependsOn").add("B");
    ObjectNode independent = (ObjectNode) GraphCaller.json(create("d", "Fourth"));
    independent.putArray("dependsOn").add("a");

    Back back =
        batch(
            create("a", "First"),
            item("b", "DELETE", LIST + "/none"),
            dependent.toString(),
            independent.toString());

    assertThat(response(back, "c").path("status").asInt()).isEqualTo(424);
    assertThat(response(back, "d").path("status").asInt()).isEqualTo(201);
    assertThat(sandbox.state("default").path("apiConnectors")).hasSize(2);
  }

  @Test
  void takes20AndNotOneMore() throws Exception {
    String[] items = new String[21];
    for (int i = 0; i < items.length; i++) {
      items[i] = item("i" + i, "GET", LIST);
    }

    Back tooMany = batch(items);
    Back most = batch(List.of(items).subList(0, 20).toArray(String[]::new));

    assertThat(tooMany.status()).isEqualTo(400);
    assertThat(tooMany.error()).contains("exceeds the maximum value of 20");
    assertThat(most.body().path("responses")).hasSize(20);
  }

  @Test
  void itemsAreOfTheVersionOfTheBatch() throws Exception {
    String groups = "/onPremisesPublishingProfiles/applicationProxy/connectorGroups";

    assertThat(response(batch(item("1", "GET", groups)), "1").path("status").asInt())
        .isEqualTo(400);
    Back mixed = batch(item("1", "GET", "/beta" + groups));
    assertThat(response(mixed, "1").path("status").asInt()).isEqualTo(400);
    Back beta = graph.post("/beta/$batch", "{\"requests\": [" + item("1", "GET", groups) + "]}");
    assertThat(response(beta, "1").path("status").asInt()).isEqualTo(200);
  }

  @Test
  void anItemIsRefusedForItsBodyAsASingleRequestIs() throws Exception {
    ObjectNode typed = (ObjectNode) GraphCaller.json(create("1", "Typed"));
    ((ObjectNode) typed.path("headers")).put("content-TYPE", "text/plain").remove("Content-Type");
    ObjectNode text = (ObjectNode) GraphCaller.json(create("2", "Text"));
    text.put("body", "e30");

    Back back = batch(typed.toString(), text.toString());

    assertThat(response(back, "1").path("status").asInt()).isEqualTo(415);
    assertThat(response(back, "2").path("status").asInt()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[] | Invalid batch payload",
        "{} | Invalid batch payload",
        "{\"requests\": {}} | Invalid batch payload",
        "{\"requests\": []} | Invalid batch payload",
        "{\"requests\": [GET], \"more\": 1} | Invalid batch payload",
        "{\"requests\": [7]} | a request is no object",
        "{\"requests\": [GET, GET]} | Request id : a has an id that is not unique.",
        "{\"requests\": [GET, UPPER]} | Request id : A has an id that is not unique.",
        "{\"requests\": [{\"method\": \"GET\", \"url\": \"/x\"}]} | has no string 'id'",
        "{\"requests\": [{\"id\": 1, \"method\": \"GET\", \"url\": \"/x\"}]} | no string 'id'",
        "{\"requests\": [{\"id\": \"1\", \"url\": \"/x\"}]} | has no string 'method'",
        "{\"requests\": [{\"id\": \"1\", \"method\": \"GET\"}]} | has no string 'url'",
        "{\"requests\": [{\"id\": \"1\", \"method\": \"GET\", \"url\":"
            + " \"https://graph.microsoft.com/v1.0/x\"}]} | has a url that is not relative",
        "{\"requests\": [{\"id\": \"1\", \"method\": \"POST\", \"url\": \"/$batch\"}]} |"
            + " is a batch",
        "{\"requests\": [{\"id\": \"1\", \"method\": \"POST\", \"url\": \"/x\", \"body\": {}}]} |"
            + " Request id : 1 does not contain Content-Type header or body.",
        "{\"requests\": [{\"id\": \"1\", \"method\": \"POST\", \"url\": \"/x\", \"headers\":"
            + " {\"Content-Type\": \"application/json\"}}]} | does not contain Content-Type",
        "{\"requests\": [{\"id\": \"1\", \"method\": \"GET\", \"url\": \"/x\", \"headers\":"
            + " []}]} | has headers that are no object",
        "{\"requests\": [{\"id\": \"1\", \"method\": \"GET\", \"url\": \"/x\","
            + " \"atomicityGroup\": \"g\"}]} | has unknown atomicityGroup",
        "{\"requests\": [{\"id\": \"1\", \"method\": \"GET\", \"url\": \"/x\", \"dependsOn\":"
            + " [\"2\"]}]} | depends on \"2\", which is no earlier request",
      })
  void aMalformedBatchIsRefusedWhole(String body, String message) throws Exception {
    Back back =
        graph.post(
            BATCH,
            body.replace("[GET", "[" + item("a", "GET", LIST))
                .replace(", GET", ", " + item("a", "GET", LIST))
                .replace(", UPPER", ", " + item("A", "GET", LIST)));

    assertThat(back.status()).isEqualTo(400);
    assertThat(back.error()).contains(message);
    assertThat(sandbox.journal()).hasSize(1);
  }

  @Test
  void theAnswersOfABatchAreNeverOfAnotherTenant() throws Exception {
    ArrayNode requests = (ArrayNode) GraphCaller.json("[" + create("1", "Theirs") + "]");
    ObjectNode body = SandboxJson.object().set("requests", requests);

    graph.call(
        "POST",
        BATCH,
        body.toString(),
        "Content-Type",
        "application/json",
        "X-Sandbox-Tenant",
        "theirs");

    assertThat(sandbox.state("theirs").path("apiConnectors")).hasSize(1);
    assertThat(sandbox.state("default").path("apiConnectors")).isEmpty();
  }
}
