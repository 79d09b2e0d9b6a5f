package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestQueue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Far more comes in than goes out. The heap is so small that the backlog would not fit: it is in
 * the ledger and nowhere else.
 */
@Timeout(120)
class OverloadIT {
  private static final int ROWS = 8_000;
  private static final int MESSAGES = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void theBacklogIsInTheLedgerAlone() throws Exception {
    int port = FreePort.any();
    try (SandboxProcess sandbox = SandboxProcess.start(folder, "--latency", "500ms");
        TestQueue queue = TestQueue.in(folder.resolve("broker"));
        Workplace work = new Workplace(folder, sandbox.root())) {
      // More than the heap, were its rows held as objects.
      work.drop("many.jsonl", padded());
      Launched product = run(work, sandbox, queue, port);
      for (int i = 0; i < MESSAGES; i++) {
        queue.send(Requests.create("m-" + i, "n-" + i).toString());
      }
      queue.awaitEmpty();
      LedgerBook ledger = new LedgerBook(work.home());
      Awaitility.await()
          .alias("the file is recorded")
          .atMost(PATIENCE)
          .until(() -> rows(ledger) == ROWS + MESSAGES);
      assertThat(open(ledger)).as("backlog").isGreaterThan((ROWS + MESSAGES) * 3 / 4);
      HttpResponse<String> health = health(port);
      assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
      assertThat(work.outcomes()).as("and what can be sent, is").isNotEmpty();
      assertThat(product.isAlive()).isTrue();
      product.kill();
    }
  }

  private Launched run(Workplace work, SandboxProcess sandbox, TestQueue queue, int port)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "--home", work.home().toString()));
    Stream.of(
            "graph.cloud=custom",
            "graph.endpoint=" + sandbox.root(),
            "graph.credential=none",
            "graph.budget=none",
            "queue.url=" + queue.url(),
            "management.port=" + port)
        .forEach(setting -> arguments.addAll(List.of("--property", setting)));
    return Distribution.packaged()
        .start(
            folder,
            Map.of("JAVA_OPTS", "-Xms16m -Xmx56m -XX:NewSize=8m"),
            arguments.toArray(String[]::new));
  }

  private static String padded() {
    StringBuilder rows = new StringBuilder();
    String padding = "x".repeat(5_000);
    for (int i = 0; i < ROWS; i++) {
      rows.append(Changes.create("row-" + i, "\"" + padding + "\""));
    }
    return rows.toString();
  }

  private static int rows(LedgerBook ledger) throws Exception {
    return Integer.parseInt(ledger.list("SELECT SUM(row_count) FROM job").get(0));
  }

  private static int open(LedgerBook ledger) throws Exception {
    return Integer.parseInt(
        ledger.list("SELECT COUNT(*) FROM change WHERE outcome IS NULL").get(0));
  }

  private static HttpResponse<String> health(int port) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/observe/health");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
