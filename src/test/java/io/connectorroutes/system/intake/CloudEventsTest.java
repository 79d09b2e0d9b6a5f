package io.connectorroutes.system.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.KafkaBroker;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestKafka;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TestTopic;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A CloudEvent that comes again is applied once, whatever its broker calls it, in structured and in
 * binary mode.
 */
@ExtendWith(KafkaBroker.class)
class CloudEventsTest {
  @TempDir Path home;

  @ParameterizedTest
  @EnumSource(TestQueue.Protocol.class)
  void anEventOfAQueueThatComesAgainIsADuplicate(TestQueue.Protocol protocol) throws Exception {
    try (TestQueue queue = TestQueue.start(home.resolve("broker"), protocol);
        TestSystem system = TestSystem.in(home).with("queue.url", queue.url().toString()).start()) {
      for (int i = 0; i < 2; i++) {
        queue.sendByAmqp(session -> binary(session, "cloudEvents:id", "colon"));
        queue.sendByAmqp(session -> binary(session, "cloudEvents_id", "underscore"));
        queue.send(session -> binary(session, "cloudEvents_id", "own-protocol"));
        queue.send(structured("structured", "data"), structured("bytes", "data_base64"));
      }
      queue.send(Requests.create("last", "Last").toString());

      for (String id : List.of("colon", "underscore", "own-protocol", "structured", "bytes")) {
        assertThat(system.outcomeOf(id).outcome()).as(id).isEqualTo(Outcome.APPLIED);
      }
      assertThat(system.outcomeOf("last").outcome()).isEqualTo(Outcome.APPLIED);
      queue.awaitEmpty();
      assertThat(system.creations()).hasSize(6);
      assertThat(Json.lines(home.resolve("logs/outcomes.jsonl"))).hasSize(6);
    }
  }

  @Test
  void anEventOfATopicThatComesAgainIsADuplicate(TestKafka kafka) throws Exception {
    TestTopic topic = kafka.topic("events", 1);
    try (TestSystem system = topic.feed(TestSystem.in(home)).start()) {
      for (int i = 0; i < 2; i++) {
        topic.send(topic.record(0, withoutId("binary"), Map.of("ce_id", "binary")));
        topic.send(structured("structured", "data"), structured("bytes", "data_base64"));
      }
      topic.send(Requests.create("last", "Last").toString());

      topic.awaitCommitted(7);
      for (String id : List.of("binary", "structured", "bytes", "last")) {
        assertThat(system.outcomeOf(id).outcome()).as(id).isEqualTo(Outcome.APPLIED);
      }
      assertThat(system.creations()).hasSize(4);
    }
  }

  private static Message binary(Session session, String property, String id) throws JMSException {
    Message message = session.createTextMessage(new String(withoutId(id), StandardCharsets.UTF_8));
    message.setStringProperty(property, id);
    return message;
  }

  private static byte[] withoutId(String name) {
    ObjectNode change = Requests.create("none", name);
    change.remove("changeId");
    return change.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String structured(String id, String member) {
    ObjectNode event =
        Json.object("{'specversion':'1.0','source':'https://a.example/','type':'changed'}");
    event.put("id", id);
    byte[] change = withoutId(id);
    if (member.equals("data")) {
      event.set("data", Json.object(new String(change, StandardCharsets.UTF_8)));
    } else {
      event.put(member, Base64.getEncoder().encodeToString(change));
    }
    return event.toString();
  }
}
