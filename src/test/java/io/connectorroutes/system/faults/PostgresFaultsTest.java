package io.connectorroutes.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is away for a while, or cuts connections, while things come in and go out. */
class PostgresFaultsTest {
  @TempDir Path folder;
  private PostgresServer server;
  private LedgerLoad load;

  @BeforeEach
  void start() throws Exception {
    server = PostgresServer.start(folder.resolve("postgres"));
    load = LedgerLoad.start(folder, server.keys());
  }

  @AfterEach
  void stop() throws Exception {
    load.close();
    server.close();
  }

  @Test
  void whatComesWhileItIsAwayWaitsAndGoesOnByItself() throws Exception {
    load.send(10);
    load.drop(60);
    load.awaitOutcomes(1);
    server.stop();
    load.awaitHealth(503);

    long before = load.unacknowledged();
    load.send(10);
    load.drop(20);
    assertThat(load.unacknowledged()).isEqualTo(before + 10);
    // Longer than any pause between two tries.
    Awaitility.await()
        .during(Duration.ofMillis(1_500))
        .atMost(Duration.ofMinutes(2))
        .until(() -> load.unacknowledged() == before + 10);
    assertThat(load.system().home().resolve("inbox/file-1.jsonl")).exists();

    server.startAgain();
    load.awaitHealth(200);
    load.assertAllDoneOnce();
  }

  @Test
  void connectionsThatAreCutLoseAndDoubleNothing() throws Exception {
    int cut = 0;
    for (int round = 0; round < 12; round++) {
      load.send(3);
      if (round % 4 == 0) {
        load.drop(15);
      }
      cut += Awaitility.await().until(server::cutConnections, connections -> connections > 0);
    }
    assertThat(cut).isGreaterThanOrEqualTo(12);
    load.assertAllDoneOnce();
    load.awaitHealth(200);
  }
}
