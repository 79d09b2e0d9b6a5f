package io.connectorroutes.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestQueue.Protocol;
import io.connectorroutes.testing.TestSystem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Health says what is wrong; the process is ready all the same, where it can work. */
class HealthTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private TestSystem system;
  private int port;

  @BeforeEach
  void prepare() {
    port = FreePort.any();
    system = TestSystem.in(folder.resolve("home")).with("management.port", String.valueOf(port));
  }

  @AfterEach
  void stop() {
    system.close();
  }

  @Test
  void allIsWell() throws Exception {
    system.start();
    assertThat(status("/observe/health")).isEqualTo(200);
    assertThat(get("/observe/health").body())
        .contains("consumer:connector-routes-intake-files", "route:connector-routes-intake-files");
    assertThat(status("/observe/health/ready")).isEqualTo(200);
    assertThat(get("/observe/health/ready").body()).doesNotContain("consumer:");
    assertThat(status("/observe/health/live")).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aBrokerThatIsAway(Protocol protocol) throws Exception {
    try (TestQueue queue = TestQueue.start(folder.resolve("broker"), protocol)) {
      system
          .with("queue.url", queue.url().toString())
          .with("camel.component.queue.recovery-interval", "200")
          .start();
      awaitHealth(200);
      queue.stop();
      awaitHealth(503);
      assertDown("broker", "queue.url", String.valueOf(queue.url().getPort()));
      queue.restart();
      awaitHealth(200);
      queue.send(Creations.text(0));
      queue.awaitEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void aBrokerThatNeverWasThere(Protocol protocol) throws Exception {
    int nobody = FreePort.any();
    String scheme = protocol == Protocol.AMQP ? "amqp" : "tcp";
    system.with("queue.url", scheme + "://127.0.0.1:" + nobody).start();
    awaitHealth(503);
    assertDown("broker", "queue.url", String.valueOf(nobody));
  }

  @Test
  void aKafkaThatNeverWasThere() throws Exception {
    int nobody = FreePort.any();
    system.with("kafka.brokers", "127.0.0.1:" + nobody).start();
    awaitHealth(503);
    assertDown("kafka", "kafka.brokers", String.valueOf(nobody));
  }

  @Test
  void aResultsFolderThatCannotBeWrittenTo() throws Exception {
    Path results = Files.writeString(Files.createDirectories(system.home()).resolve("results"), "");
    system.start();
    awaitHealth(503);
    assertDown("results", results.toString(), "no folder");
    system.drop("one.jsonl", Creations.text(0));
    system.outcomeOf(Json.object(Creations.text(0)).path("changeId").asText());
    assertDown("results", results.toString());

    Files.delete(results);
    system.resultsOf("one.jsonl");
    awaitHealth(200);
  }

  @Test
  void deadLettersThatCannotBePublished() throws Exception {
    Path letters =
        Files.writeString(Files.createDirectories(system.home()).resolve("dead-letters"), "");
    system.start();
    awaitHealth(200);
    system.drop(
        "gone.jsonl",
        """
        {"changeId":"gone-1","operation":"apiConnector.update","target":{"id":"gone"},\
        "properties":{"displayName":"x"}}
        """);
    awaitHealth(503);
    assertDown("dead-letters", "dead-letter.uri");
    Files.delete(letters);
    system.awaited("dead-letters/gone-1.json");
    awaitHealth(200);
  }

  @Test
  void outcomesThatCannotBePublished() throws Exception {
    Path told = Files.writeString(Files.createDirectories(system.home()).resolve("told"), "");
    system.with("outcome.uri", "file:told?fileName=${header.x}").start();
    awaitHealth(200);
    system.drop("one.jsonl", Creations.text(0));
    awaitHealth(503);
    assertDown("outcomes", "outcome.uri");
    Files.delete(told);
    awaitHealth(200);
  }

  private void awaitHealth(int status) {
    Awaitility.await()
        .alias("health " + status)
        .atMost(TIMEOUT)
        .until(() -> status("/observe/health"), actual -> actual == status);
  }

  private void assertDown(String id, String... parts) throws Exception {
    JsonNode checks = Json.object(get("/observe/health").body()).path("checks");
    assertThat(checks)
        .filteredOn(check -> check.path("status").asText().equals("DOWN"))
        .singleElement()
        .satisfies(
            check -> assertThat(check.path("name").asText()).isEqualTo("connector-routes-" + id))
        .extracting(check -> check.path("message").asText().replace("\\/", "/"))
        .asString()
        .contains(parts);
    assertThat(status("/observe/health/ready")).isEqualTo(200);
    assertThat(status("/observe/health/live")).isEqualTo(200);
  }

  private int status(String path) throws Exception {
    return get(path).statusCode();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
