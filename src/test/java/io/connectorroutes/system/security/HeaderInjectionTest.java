package io.connectorroutes.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.testing.GraphServer;
import io.connectorroutes.testing.KafkaBroker;
import io.connectorroutes.testing.SilentServer;
import io.connectorroutes.testing.TestKafka;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TestTopic;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a sender writes into headers, fields, values and file names: Graph gets the documented
 * request with the headers of Java, and nobody else gets any.
 */
@ExtendWith(KafkaBroker.class)
class HeaderInjectionTest {
  private static final List<String> ALLOWED =
      List.of(
          "accept",
          "accept-encoding",
          "client-request-id",
          "connection",
          "content-length",
          "content-type",
          "host",
          "transfer-encoding",
          "user-agent");

  private static final String REPLIES = "replies";

  @TempDir Path home;

  @ParameterizedTest
  @EnumSource(TestQueue.Protocol.class)
  void headersOfMessagesHaveNoEffect(TestQueue.Protocol protocol) throws Exception {
    try (GraphServer graph = GraphServer.http();
        SilentServer evil = new SilentServer();
        TestQueue queue = TestQueue.start(home.resolve("broker"), protocol);
        TestSystem system = TestSystem.in(home)) {
      system
          .with("graph.endpoint", graph.root().toString())
          .with("queue.url", queue.url().toString())
          .start();
      Map<String, String> headers = evilHeaders(evil.root().toString());
      for (String name : headers.keySet()) {
        queue.sendByAmqp(session -> with(update(name), session, Map.of(name, headers.get(name))));
      }
      queue.sendByAmqp(session -> with(update("all"), session, headers));
      headers.keySet().forEach(name -> applied(system, "id-" + name.replaceAll("[{}]", "_")));
      applied(system, "id-all");

      assertThat(graph.requests()).hasSize(headers.size() + 1);
      assertThat(graph.requests()).allSatisfy(r -> assertDocumented(r, graph));
      assertThat(evil.connections()).isZero();
      queue.awaitEmpty();
      assertThat(queue.depth(REPLIES)).as("replies").isZero();
      assertThat(home.resolve("dead-letters")).doesNotExist();
    }
  }

  @Test
  void headersOfRecordsHaveNoEffect(TestKafka kafka) throws Exception {
    TestTopic topic = kafka.topic("headers", 1);
    try (GraphServer graph = GraphServer.http();
        SilentServer evil = new SilentServer();
        TestSystem system = topic.feed(TestSystem.in(home))) {
      system.with("graph.endpoint", graph.root().toString()).start();
      Map<String, String> headers = new TreeMap<>(evilHeaders(evil.root().toString()));
      headers.put("kafka.TOPIC", "evil");
      headers.put("kafka.OVERRIDE_TOPIC", "evil");
      headers.put("kafka.LAST_RECORD_BEFORE_COMMIT", "false");
      headers.put("CamelKafkaManualCommit", "evil");
      topic.send(topic.record(0, update("all").getBytes(StandardCharsets.UTF_8), headers));

      applied(system, "id-all");
      topic.awaitCommitted(1);
      assertThat(graph.requests()).singleElement().satisfies(r -> assertDocumented(r, graph));
      assertThat(evil.connections()).isZero();
    }
  }

  /** The ledger lies between queue and exit; the exit holds without it, too. */
  @Test
  void headersAtTheExitHaveNoEffect() throws Exception {
    try (GraphServer graph = GraphServer.http();
        SilentServer evil = new SilentServer();
        TestSystem system = TestSystem.in(home)) {
      system.with("graph.endpoint", graph.root().toString()).start();
      Map<String, String> headers = evilHeaders(evil.root().toString());
      GraphRequest request =
          request(system.application().root().call().tenants().all().get(0).account());
      try (ProducerTemplate exit = system.application().context().createProducerTemplate()) {
        for (Map.Entry<String, String> header : headers.entrySet()) {
          exit.requestBodyAndHeader(
              "direct:connector-routes-graph", request, header.getKey(), header.getValue());
        }
      }
      assertThat(graph.requests()).hasSize(headers.size());
      assertThat(graph.requests()).allSatisfy(r -> assertDocumented(r, graph));
      assertThat(evil.connections()).isZero();
    }
  }

  private static GraphRequest request(String account) {
    return new GraphRequest(
        "PATCH",
        "/v1.0/identity/apiConnectors/c-1",
        JsonNodeFactory.instance
            .objectNode()
            .put("displayName", "{{connector-routes.graph.root}} ${body}"),
        account,
        "11111111-2222-3333-4444-555555555555");
  }

  private static Map<String, String> evilHeaders(String evil) {
    return Map.ofEntries(
        Map.entry("CamelHttpUri", evil),
        Map.entry("CAmelHttpUri", evil),
        Map.entry("camelhttpuri", evil),
        Map.entry("CamelRestHttpUri", evil),
        Map.entry("CAMELRestHttpUri", evil),
        Map.entry("CamelHttpPath", "/../../evil"),
        Map.entry("CAmelHttpPath", "/../../evil"),
        Map.entry("CamelHttpQuery", "evil=1"),
        Map.entry("CAmelHttpQuery", "evil=1"),
        Map.entry("CamelHttpRawQuery", "evil=1"),
        Map.entry("CAmelHttpRawQuery", "evil=1"),
        Map.entry("CamelHttpMethod", "DELETE"),
        Map.entry("CAmelHttpMethod", "DELETE"),
        Map.entry("CamelHttpHost", "evil.example"),
        Map.entry("CamelFileName", "../../evil.json"),
        Map.entry("CAMELFileName", "../../evil.json"),
        Map.entry("CamelRedeliveryDelay", "3600000"),
        Map.entry("CAmelToEndpoint", evil),
        Map.entry("CamelSplitIndex", "{{connector-routes.graph.root}}"),
        Map.entry("ConnectorRoutesJob", "evil"),
        Map.entry("Long-Running-Action", evil),
        Map.entry("Authorization", "Bearer evil"),
        Map.entry("authorization", "Bearer evil"),
        Map.entry("Host", "evil.example"),
        Map.entry("Cookie", "evil=1"),
        Map.entry("Content-Type", "text/evil"),
        Map.entry("Transfer-Encoding", "evil"),
        Map.entry("X-Connector-Routes-Account", "evil"),
        Map.entry("X-Forwarded-Host", "evil.example"),
        Map.entry("X-HTTP-Method-Override", "DELETE"),
        Map.entry("client-request-id", "evil"),
        Map.entry("{{connector-routes.graph.root}}", "{{sys:user.home}}"));
  }

  private static Message with(String body, jakarta.jms.Session session, Map<String, String> headers)
      throws JMSException {
    Message message = session.createTextMessage(body);
    message.setJMSReplyTo(session.createQueue(REPLIES));
    message.setJMSCorrelationID("evil");
    message.setJMSType("evil");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      message.setStringProperty(header.getKey(), header.getValue());
    }
    return message;
  }

  private static void assertDocumented(GraphServer.Request request, GraphServer graph)
      throws Exception {
    assertThat(request.method()).isEqualTo("PATCH");
    assertThat(request.rawUri()).isEqualTo("/v1.0/identity/apiConnectors/c-1");
    assertThat(new ObjectMapper().readTree(request.body()))
        .isEqualTo(
            new ObjectMapper()
                .readTree("{\"displayName\":\"{{connector-routes.graph.root}} ${body}\"}"));
    assertThat(request.headers().keySet()).isSubsetOf(ALLOWED);
    assertThat(request.headers().toString()).doesNotContainIgnoringCase("evil");
    assertThat(request.headers().get("host")).containsExactly(graph.root().getAuthority());
    assertThat(request.headers().get("content-type")).containsExactly("application/json");
    assertThat(request.headers().get("client-request-id")).hasSize(1);
  }

  @Test
  void theSameNamesAsFieldsAreRefusedByName() throws Exception {
    try (SilentServer evil = new SilentServer();
        TestSystem system = TestSystem.in(home).start()) {
      String[] names = evilHeaders("x").keySet().toArray(String[]::new);
      StringBuilder rows = new StringBuilder();
      for (int i = 0; i < names.length; i++) {
        String field = "\"" + names[i] + "\":\"" + evil.root() + "\",\"operation\"";
        rows.append(update("f" + i).replace("\"operation\"", field)).append('\n');
      }
      system.drop("fields.jsonl", rows.toString());
      for (int i = 0; i < names.length; i++) {
        OutcomeRecord outcome = system.outcomeOf("id-f" + i);
        assertThat(outcome.outcome()).isEqualTo(Outcome.REJECTED);
        // A name with other characters may be a password in the wrong place.
        assertThat(outcome.message())
            .contains(
                names[i].matches("[A-Za-z-]+") ? names[i] : "field 2 (its name is not repeated)");
      }
      system.drop("columns.csv", "changeId,operation,CamelHttpUri\na,b," + evil.root() + "\n");
      Path reason = system.awaited("refused/columns.csv.reason.txt");
      assertThat(Files.readString(reason)).contains("CamelHttpUri");
      assertThat(system.sandbox().journal()).isEmpty();
      assertThat(evil.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${bean:outcomeLog}.jsonl",
        "${sys.user.home}.jsonl",
        "{{connector-routes.graph.root}}.jsonl",
        "RAW(x).jsonl",
        "a b.jsonl",
        "a%2e%2e.jsonl",
        "ü.jsonl",
        "a?move=x&delete=true.jsonl",
        "a#b.jsonl",
        "a;b.jsonl",
        "-rf.jsonl"
      })
  void aFileNameIsOnlyAName(String name) throws Exception {
    try (TestSystem system = TestSystem.in(home).start()) {
      system.drop(name, create());

      applied(system, "id-create");
      assertThat(system.resultsOf(name).resolve("manifest.json")).exists();
      assertThat(system.awaited("accepted/" + name)).exists();
      assertThat(home.resolve("inbox")).isDirectoryNotContaining(path -> !path.endsWith(".taking"));
    }
  }

  private static void applied(TestSystem system, String id) {
    assertThat(system.outcomeOf(id).outcome()).as(id).isEqualTo(Outcome.APPLIED);
  }

  /** Each under an id of its own that every spelling of header names can be part of. */
  private static String update(String name) {
    return """
    {"changeId":"id-%s","operation":"apiConnector.update","target":{"id":"c-1"},\
    "properties":{"displayName":"{{connector-routes.graph.root}} ${body}"}}\
    """
        .formatted(name.replaceAll("[{}]", "_"));
  }

  private static String create() {
    return """
    {"changeId":"id-create","operation":"apiConnector.create","properties":{\
    "displayName":"n","targetUrl":"https://api.example/",\
    "authenticationConfiguration":{"@odata.type":"#microsoft.graph.basicAuthentication",\
    "username":"u","password":"p"}}}
    """;
  }
}
