package io.connectorroutes.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Messages and files that go on through a fault of the ledger's database, and their books. */
final class LedgerLoad implements AutoCloseable {
  /** Long enough for a claim whose commit was cut off: it is recovered when its lease is over. */
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int BAD_ROWS = 520;

  private final TestQueue queue;
  private final TestSystem system;
  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;
  private final List<String> messages = new ArrayList<>();
  private final Map<String, Integer> files = new TreeMap<>();
  private final List<String> rows = new ArrayList<>();

  private LedgerLoad(TestQueue queue, TestSystem system, int port) {
    this.queue = queue;
    this.system = system;
    this.port = port;
  }

  /** A product that is started, with a ledger of those keys. */
  static LedgerLoad start(Path folder, Map<String, String> ledger) throws Exception {
    int port = FreePort.any();
    TestQueue queue = TestQueue.in(folder.resolve("broker"));
    TestSystem system =
        TestSystem.in(folder.resolve("home"))
            .with("queue.url", queue.url().toString())
            .with("queue.consumers", "3")
            .with("management.port", String.valueOf(port))
            .with("graph.budget", "none")
            .with("graph.lost-answer-wait", "0");
    ledger.forEach(system::with);
    system.start();
    return new LedgerLoad(queue, system, port);
  }

  TestSystem system() {
    return system;
  }

  /** Sends so many messages. */
  void send(int count) {
    for (int i = 0; i < count; i++) {
      String id = "m-" + messages.size();
      messages.add(id);
      queue.send(Requests.create(id, "n-" + id).toString());
    }
  }

  /** Drops a file that takes several commits, most of its rows being rejected. */
  void drop(int good) throws IOException {
    String name = "file-" + files.size() + ".jsonl";
    StringBuilder text = new StringBuilder("{\"operation\":\"none\"}\n".repeat(BAD_ROWS));
    for (int i = 0; i < good; i++) {
      String id = "r-" + rows.size();
      rows.add(id);
      text.append(Requests.create(id, "n-" + id)).append('\n');
    }
    files.put(name, BAD_ROWS + good);
    system.drop(name, text.toString());
  }

  /** Messages that the broker still has, those that consumers hold among them. */
  long unacknowledged() {
    return queue.depth(TestQueue.NAME);
  }

  void awaitOutcomes(int count) {
    Awaitility.await().atMost(SOON).until(() -> outcomes().size() >= count);
  }

  /** Waits until health answers so, each time sooner than a database that hangs is given up. */
  void awaitHealth(int status) {
    Awaitility.await()
        .alias("health " + status)
        .atMost(SOON)
        .until(() -> health().statusCode() == status);
    if (status != 200) {
      assertThat(health().body()).contains("\"connector-routes-ledger\",\"status\":\"DOWN\"");
    }
  }

  private HttpResponse<String> health() {
    URI uri = URI.create("http://127.0.0.1:" + port + "/observe/health");
    try {
      return client.send(
          HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(40)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("health does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Waits for the end: each change was carried out once and told, and nothing was given up. */
  void assertAllDoneOnce() throws IOException {
    Awaitility.await()
        .alias("all messages recorded")
        .atMost(SOON)
        .until(() -> unacknowledged() == 0);
    for (String file : files.keySet()) {
      Awaitility.await()
          .alias("results of " + file)
          .atMost(TIMEOUT)
          .until(() -> Files.exists(manifest(file)));
    }
    Awaitility.await().atMost(TIMEOUT).until(() -> applied().size() == good().size());
    assertThat(applied().keySet()).containsExactlyInAnyOrderElementsOf(good());
    assertThat(applied().values()).as("outcome ids of each").containsOnly(1);
    assertThat(creations()).containsExactlyInAnyOrderElementsOf(good());
    assertManifestsAddUp();
    for (String notTaken : List.of("DLQ", "ExpiryQueue", "ActiveMQ.DLQ")) {
      assertThat(queue.depth(notTaken)).as(notTaken).isZero();
    }
    assertThat(system.application().ledger().reports().openChanges()).isZero();
  }

  private List<String> good() {
    List<String> all = new ArrayList<>(messages);
    all.addAll(rows);
    return all;
  }

  private void assertManifestsAddUp() throws IOException {
    for (Map.Entry<String, Integer> file : files.entrySet()) {
      JsonNode manifest = new ObjectMapper().readTree(manifest(file.getKey()).toFile());
      assertThat(manifest.path("rows").asInt()).isEqualTo(file.getValue());
      assertThat(manifest.path("duplicates").asInt()).isZero();
      assertThat(manifest.path("counts").path("rejected").asInt()).isEqualTo(BAD_ROWS);
      assertThat(manifest.path("counts").path("applied").asInt())
          .isEqualTo(file.getValue() - BAD_ROWS);
    }
  }

  private Path manifest(String file) {
    return system.home().resolve("results").resolve(file).resolve("manifest.json");
  }

  /** What was made although its answer could not be recorded is completed by a request more. */
  private List<String> creations() {
    return system.creations().stream()
        .filter(JournalEntry::applied)
        .map(entry -> entry.body().path("displayName").asText().replaceFirst("n-", ""))
        .toList();
  }

  /** How many outcomes each change that was applied has; a line may come twice. */
  private Map<String, Integer> applied() throws IOException {
    Map<String, String> byOutcome = new HashMap<>();
    for (JsonNode line : outcomes()) {
      if (line.path("outcome").asText().equals("applied")) {
        byOutcome.put(line.path("outcomeId").asText(), line.path("changeId").asText());
      }
    }
    return byOutcome.values().stream()
        .collect(Collectors.toMap(id -> id, id -> 1, Integer::sum, TreeMap::new));
  }

  private List<JsonNode> outcomes() throws IOException {
    Path log = system.home().resolve("logs/outcomes.jsonl");
    List<JsonNode> outcomes = new ArrayList<>();
    for (String line : Files.exists(log) ? Files.readAllLines(log) : List.<String>of()) {
      outcomes.add(new ObjectMapper().readTree(line));
    }
    return outcomes;
  }

  @Override
  public void close() {
    system.close();
    queue.close();
  }
}
