package io.connectorroutes.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.camel.Externals;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TroubledLedger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading a large file takes minutes, and is no fault. */
class LargeFileHealthTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @TempDir Path home;

  @Test
  void healthIsUpWhileTheFirstFileIsStillBeingRead() throws Exception {
    int port = FreePort.any();
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    TroubledLedger ledger =
        new TroubledLedger()
            .beforeFinish(
                () -> {
                  reached.countDown();
                  await(asked);
                });
    try (TestSystem system =
        TestSystem.in(home)
            .with("management.port", String.valueOf(port))
            .in(Externals.standard().withAroundLedger(ledger::around))) {
      system.drop("large.jsonl", Creations.text(0) + "\n");
      system.start();
      await(reached);
      HttpResponse<String> health =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/health"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      asked.countDown();

      assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
      assertThat(system.outcomeOf("id-0").outcome()).isEqualTo(Outcome.APPLIED);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
