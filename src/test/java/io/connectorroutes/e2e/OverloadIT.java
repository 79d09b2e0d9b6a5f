package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestQueue;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Far more comes in than goes out. The heap is so small that the backlog would not fit: it is in
 * the ledger and nowhere else.
 */
class OverloadIT {
  private static final int ROWS = 20_000;
  private static final int MESSAGES = 200;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void theBacklogIsInTheLedgerAlone() throws Exception {
    int port = FreePort.any();
    try (SandboxProcess sandbox = SandboxProcess.start(folder, "--latency", "500ms");
        TestQueue queue = TestQueue.in(folder.resolve("broker"));
        Workplace work = new Workplace(folder, sandbox.root())) {
      dropMoreThanTheHeap(work);
      Launched product = run(work, queue, port);
      for (int i = 0; i < MESSAGES; i++) {
        queue.send(Requests.create("m-" + i, "n-" + i).toString());
      }
      queue.awaitEmpty();
      LedgerBook ledger = new LedgerBook(work.home());
      Awaitility.await()
          .alias("the file is recorded")
          .atMost(TIMEOUT)
          .until(() -> rows(ledger) == ROWS + MESSAGES);
      assertThat(open(ledger)).as("backlog").isGreaterThan((ROWS + MESSAGES) * 3 / 4);
      HttpResponse<String> health = health(port);
      assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
      assertThat(work.outcomes()).as("and what can be sent, is").isNotEmpty();
      assertThat(product.isAlive()).isTrue();
    }
  }

  private static Launched run(Workplace work, TestQueue queue, int port) throws IOException {
    return work.start(
        Map.of("JAVA_OPTS", "-Xms16m -Xmx72m -XX:NewSize=8m"),
        "run",
        "--property",
        "queue.url=" + queue.url(),
        "--property",
        "management.port=" + port);
  }

  /** More than the product's heap, be it as bare text. */
  private static void dropMoreThanTheHeap(Workplace work) throws IOException {
    String padding = "\"" + "x".repeat(4_000) + "\"";
    Path part = work.directory().resolve("many.part");
    try (Writer rows = Files.newBufferedWriter(part)) {
      for (int i = 0; i < ROWS; i++) {
        rows.write(Changes.create("row-" + i, padding));
      }
    }
    work.drop("many.jsonl", part);
  }

  private static int rows(LedgerBook ledger) throws Exception {
    return Integer.parseInt(ledger.list("SELECT COUNT(*) FROM change").get(0));
  }

  private static int open(LedgerBook ledger) throws Exception {
    return Integer.parseInt(
        ledger.list("SELECT COUNT(*) FROM change WHERE outcome IS NULL").get(0));
  }

  private static HttpResponse<String> health(int port) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/observe/health");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
