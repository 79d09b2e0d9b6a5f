package io.connectorroutes.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.FaultAction;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.Way;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way once more, with the ledger on PostgreSQL. */
class PostgresWayTest {
  @TempDir Path home;

  @Test
  void filesAndMessagesAreDeliveredAndPublishedOnce() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        TestQueue queue = TestQueue.in(home.resolve("broker"));
        TestSystem system =
            TestSystem.in(home)
                .with("ledger.url", "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres")
                .with("ledger.user", "postgres")
                .with("ledger.password", "postgres")
                .with("ledger.key", Base64.getEncoder().encodeToString(new byte[32]))
                .with("graph.lost-answer-wait", "300ms")
                // The faults are meant for plain requests.
                .with("graph.batch-size", "1")
                .with("queue.url", queue.url().toString())) {
      system
          .sandbox()
          .addFaults(
              List.of(
                  Fault.on("POST", "/**").does(FaultAction.APPLY_THEN_CUT),
                  Fault.on("POST", "/**").bodyContains("Unlucky").answer(403)));
      system.start();
      ObjectNode bad = Requests.create("f-2", "Bad").put("operation", "apiConnector.creat");
      Way.CSV.send(
          system,
          queue,
          "a",
          List.of(Requests.create("f-1", "First"), bad, Requests.create("f-3", "Unlucky")));
      Way.QUEUE.send(system, queue, "b", List.of(Requests.create("m-1", "Third")));

      assertThat(system.outcomeOf("f-1").outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(system.outcomeOf("f-2").outcome()).isEqualTo(Outcome.REJECTED);
      assertThat(system.outcomeOf("f-3").outcome()).isEqualTo(Outcome.FAILED);
      assertThat(system.outcomeOf("m-1").outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(system.sandbox().faultsFired()).hasSize(2);
      assertThat(
              system
                  .sandbox()
                  .state("default")
                  .get("apiConnectors")
                  .findValuesAsText("displayName"))
          .containsExactlyInAnyOrder("First", "Third");
      assertThat(Json.file(system.resultsOf("a.csv").resolve("manifest.json")).get("counts"))
          .isEqualTo(
              Json.object(
                  "{'applied':1,'no-op':0,'superseded':0,'rejected':1,'failed':1,'unknown':0,"
                      + "'cancelled':0}"));
      queue.awaitEmpty();
      system.stop();
      assertThat(Json.lines(home.resolve("logs/outcomes.jsonl"))).hasSize(4);
      assertThat(Files.readString(home.resolve("dead-letters/f-3.json")))
          .doesNotContain(Requests.CANARY);
      assertThat(home.resolve("data/ledger.db")).doesNotExist();
    }
  }
}
