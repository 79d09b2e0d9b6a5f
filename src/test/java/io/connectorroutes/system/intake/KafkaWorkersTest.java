package io.connectorroutes.system.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.KafkaBroker;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestKafka;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TestTopic;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers of one group share the partitions and one ledger. */
@ExtendWith(KafkaBroker.class)
class KafkaWorkersTest {
  private static final int PARTITIONS = 4;
  private static final int ROUNDS = 12;

  @TempDir private Path folder;

  /** A worker joins while records come in, and another one leaves. */
  @Test
  void partitionsThatChangeHandsLoseAndDoubleNothing(TestKafka kafka) throws Exception {
    TestTopic topic = kafka.topic("shared", PARTITIONS);
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        TestSystem first = worker("first", topic, server);
        TestSystem second = worker("second", topic, server)) {
      second.with("graph.endpoint", first.sandbox().root().toString());
      send(topic, 0, 3);
      first.start();
      topic.awaitConsumers(1);
      send(topic, 3, 6);
      second.start();
      topic.awaitConsumers(2);
      send(topic, 6, 9);
      first.stop();
      send(topic, 9, ROUNDS);
      topic.awaitCommitted((long) PARTITIONS * ROUNDS);
      topic.awaitConsumers(1);

      assertEachIsAppliedOnceAndInOrder(first.sandbox(), second);
      Reports reports = second.application().ledger().reports();
      JobSummary job = reports.summary(reports.job("kafka:shared").orElseThrow());
      assertThat(job.job().rows() - job.duplicates()).isEqualTo(PARTITIONS * ROUNDS);
    }
  }

  private TestSystem worker(String name, TestTopic topic, EmbeddedPostgres server) {
    return topic
        .feed(TestSystem.in(folder.resolve(name)))
        .with("graph.budget", "none")
        .with("ledger.url", "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres")
        .with("ledger.user", "postgres")
        .with("ledger.password", "postgres")
        .with("ledger.key", Base64.getEncoder().encodeToString(new byte[32]));
  }

  /** Each partition has changes of one connector: first its creation, then updates. */
  private static void send(TestTopic topic, int from, int to) throws Exception {
    topic.produce(
        Map.of(),
        producer -> {
          for (int round = from; round < to; round++) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
              byte[] value = change(partition, round).getBytes(StandardCharsets.UTF_8);
              producer.send(topic.record(partition, value, Map.of())).get();
            }
          }
        });
  }

  private static String change(int partition, int round) {
    String id = id(partition, round);
    String name = "connector-" + partition;
    if (round == 0) {
      return Requests.create(id, name).toString();
    }
    ObjectNode update = Json.object("{'operation':'apiConnector.update'}").put("changeId", id);
    update.putObject("target").put("displayName", name);
    update.putObject("properties").put("targetUrl", "https://api.example/" + id);
    return update.toString();
  }

  private static String id(int partition, int round) {
    return "p" + partition + "-" + round;
  }

  private static void assertEachIsAppliedOnceAndInOrder(Sandbox sandbox, TestSystem system) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      for (int round = 0; round < ROUNDS; round++) {
        String id = id(partition, round);
        assertThat(system.outcomeOf(id).outcome()).as(id).isEqualTo(Outcome.APPLIED);
      }
      String prefix = "https://api.example/p" + partition + "-";
      // Asked for when all have their outcome: a record is committed before it is delivered.
      assertThat(sandbox.journal())
          .filteredOn(entry -> entry.method().equals("PATCH") && entry.applied())
          .extracting(entry -> entry.body().path("targetUrl").asText())
          .filteredOn(url -> url.startsWith(prefix))
          .containsExactlyElementsOf(
              IntStream.range(1, ROUNDS).mapToObj(round -> prefix + round).toList());
    }
  }
}
