package io.connectorroutes.system.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.DeadLetterCalls;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.HaltingLedger;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.KafkaBroker;
import io.connectorroutes.testing.ProductProcess;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestKafka;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TestTopic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A topic's records reach the ledger, each once, whatever is in them. */
@ExtendWith(KafkaBroker.class)
class KafkaIntakeTest {
  @TempDir private Path home;

  @Test
  void aRecordsIdIsItsOwnOrItsEventsOrItsPlace(TestKafka kafka) throws Exception {
    TestTopic topic = kafka.topic("ids", 1);
    topic.send(Requests.create("own", "Own").toString());
    topic.send(
        topic.record(0, withoutId("Anonymous"), Map.of("ce_id", "event", "ce_type", "changed")));
    topic.send(topic.record(0, withoutId("Placed"), Map.of()));
    try (TestSystem system = topic.feed(TestSystem.in(home)).start()) {
      topic.awaitCommitted(3);

      assertThat(system.outcomeOf("own").outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(system.outcomeOf("event").outcome()).isEqualTo(Outcome.APPLIED);
      system.awaited("logs/outcomes.jsonl");
      Awaitility.await().until(() -> outcomes().size() == 3);
      assertThat(outcomes())
          .allSatisfy(o -> assertThat(o.path("job").asText()).isEqualTo("kafka:ids"))
          .extracting(o -> o.path("changeId").asText())
          .anyMatch(id -> id.matches("ids:0:2:\\d{13}"));
    }
  }

  @Test
  void whatCannotBeReadIsRejectedAndTheTopicGoesOn(TestKafka kafka) throws Exception {
    TestTopic topic = kafka.topic("poison", 1);
    String last = Requests.create("last", "Last").toString();
    List<byte[]> unreadable =
        List.of(
            new byte[0],
            new byte[] {'{', (byte) 0xff, '}'},
            last.getBytes(StandardCharsets.UTF_16),
            "<change/>".getBytes(StandardCharsets.UTF_8),
            ("[" + last + "]").getBytes(StandardCharsets.UTF_8),
            last.substring(0, 40).getBytes(StandardCharsets.UTF_8),
            (last + " ".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8));
    topic.produce(
        Map.of("max.request.size", 4_000_000),
        producer -> {
          for (byte[] value : unreadable) {
            producer.send(topic.record(0, value, Map.of("key", "secret"))).get();
          }
          producer.send(topic.record(0, null, Map.of())).get();
        });
    topic.send(last);
    try (TestSystem system = topic.feed(TestSystem.in(home)).start()) {
      topic.awaitCommitted(unreadable.size() + 2);
      assertThat(system.outcomeOf("last").outcome()).isEqualTo(Outcome.APPLIED);
    }
    assertThat(outcomes())
        .filteredOn(o -> !o.path("changeId").asText().equals("last"))
        .hasSize(unreadable.size() + 1)
        .extracting(o -> o.path("errorCode").asText())
        .containsOnly("unreadable");
    Path letter = home.resolve("dead-letters");
    assertThat(letter.toFile().listFiles()).hasSize(unreadable.size() + 1);
    assertThat(letter.toFile().listFiles())
        .filteredOn(file -> file.getName().startsWith("poison:0:1:"))
        .singleElement()
        .satisfies(
            file -> {
              JsonNode document = Json.file(file.toPath());
              assertThat(document.path("size").asInt()).isEqualTo(3);
              assertThat(document.path("messageId").asText()).startsWith("poison:0:1:");
              assertThat(document.path("headerNames")).hasToString("[\"key\"]");
              assertThat(document.toString()).doesNotContain("secret");
            });
  }

  /** After the commit, before the offset: the records come again, the rejected one as well. */
  @Test
  void recordsInFlightAreNeitherLostNorDoneTwice(TestKafka kafka) throws Exception {
    TestTopic topic = kafka.topic("halted", 1);
    topic.send("not a change");
    topic.send(Creations.texts(12));
    try (TestSystem system = topic.feed(TestSystem.in(home))) {
      system
          .with("graph.lost-answer-wait", "0")
          .with("camel.component.kafka.session-timeout-ms", "2000")
          .with("camel.component.kafka.heartbeat-interval-ms", "500");
      try (ForkedJvm product =
          ProductProcess.start(home, HaltingLedger.Moment.AFTER_THE_COMMIT, system.settings())) {
        product.linesUntilTheEnd();
        assertThat(product.exitStatus()).isEqualTo(ProductProcess.HALTED);
      }
      long committed = topic.committed();
      assertThat(committed).isLessThan(3);

      system.start();
      topic.awaitCommitted(13);
      Creations.assertEachIsMadeOnce(system, 12);
      assertThat(DeadLetterCalls.open(system.application().ledger())).hasSize(1);
      assertThat(system.application().ledger().reports().summary(job(system, topic)).duplicates())
          .isEqualTo(3 - committed);
    }
  }

  @Test
  void recordsOfTransactionsThatWereGivenUpAreNoChanges(TestKafka kafka) throws Exception {
    TestTopic topic = kafka.topic("transactions", 1);
    topic.produce(
        Map.of("transactional.id", "sender"),
        producer -> {
          producer.initTransactions();
          producer.beginTransaction();
          producer.send(topic.record(0, bytes(0), Map.of())).get();
          producer.abortTransaction();
          producer.beginTransaction();
          producer.send(topic.record(0, bytes(1), Map.of())).get();
          producer.commitTransaction();
        });
    try (TestSystem system = topic.feed(TestSystem.in(home)).start()) {
      assertThat(system.outcomeOf("id-1").outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(system.application().ledger().reports().history("id-0")).isEmpty();
    }
  }

  private static Job job(TestSystem system, TestTopic topic) {
    return system.application().ledger().reports().job("kafka:" + topic.name()).orElseThrow();
  }

  private List<? extends JsonNode> outcomes() {
    return Json.lines(home.resolve("logs/outcomes.jsonl"));
  }

  private static byte[] bytes(int number) {
    return Creations.text(number).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] withoutId(String name) {
    var change = Requests.create("none", name);
    change.remove("changeId");
    return change.toString().getBytes(StandardCharsets.UTF_8);
  }
}
