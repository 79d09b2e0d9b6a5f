package io.connectorroutes.system.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.HaltingLedger;
import io.connectorroutes.testing.ProductProcess;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import jakarta.jms.BytesMessage;
import jakarta.jms.MapMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is no change in text or bytes is recorded as rejected, dead-lettered and acknowledged, and
 * the queue goes on. An object is never deserialised: the product runs in a JVM without the serial
 * filter that its launcher sets, so that nothing but its own guard is in the way.
 */
class QueueBodiesTest {
  private static final String RAN = "an object was deserialised";

  @TempDir Path folder;

  /** Tells when it is deserialised. */
  static final class Canary implements Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      System.out.println(RAN);
    }
  }

  @ParameterizedTest
  @EnumSource(TestQueue.Protocol.class)
  void unreadableMessagesAreRejectedAndTheQueueGoesOn(TestQueue.Protocol protocol)
      throws Exception {
    try (TestQueue queue = TestQueue.start(folder.resolve("broker"), protocol);
        TestSystem system = TestSystem.in(folder.resolve("home"))) {
      Map<String, TestQueue.Writer> unreadable = unreadable();
      for (TestQueue.Writer message : unreadable.values()) {
        queue.send(message);
      }
      queue.send(valid());
      system.with("queue.url", queue.url().toString()).with("queue.consumers", "1");

      List<String> printed = new ArrayList<>();
      try (ForkedJvm product =
          ProductProcess.start(system.home(), HaltingLedger.Moment.NEVER, system.settings())) {
        queue.awaitEmpty();
        awaitLines(system.home().resolve("logs/outcomes.jsonl"), unreadable.size() + 1);
        awaitFiles(system.home().resolve("dead-letters"), unreadable.size());
        product.endInput();
        printed.addAll(product.linesUntilTheEnd());
        assertThat(product.exitStatus()).isZero();
      }

      assertThat(printed).doesNotContain(RAN);
      List<JsonNode> outcomes = outcomes(system.home());
      assertThat(outcomes).hasSize(unreadable.size() + 1);
      assertThat(outcomes)
          .filteredOn(o -> o.path("outcome").asText().equals("rejected"))
          .hasSize(unreadable.size())
          .allSatisfy(o -> assertThat(o.path("errorCode").asText()).isEqualTo("unreadable"));
      assertThat(outcomes)
          .filteredOn(o -> o.path("outcome").asText().equals("applied"))
          .extracting(o -> o.path("changeId").asText())
          .containsExactly("last");
      assertThat(system.writes()).hasSize(1);
      assertThat(queue.depth("broker-dead-letters")).isZero();
    }
  }

  private static Map<String, TestQueue.Writer> unreadable() {
    Map<String, TestQueue.Writer> messages = new LinkedHashMap<>();
    messages.put("object", session -> session.createObjectMessage(new Canary()));
    messages.put("map", QueueBodiesTest::map);
    messages.put("stream", QueueBodiesTest::stream);
    messages.put("no body", Session::createMessage);
    messages.put("no text", Session::createTextMessage);
    messages.put("empty text", session -> session.createTextMessage(""));
    messages.put("no bytes", Session::createBytesMessage);
    messages.put("not UTF-8", session -> bytes(session, new byte[] {'{', (byte) 0xff, '}'}));
    messages.put("UTF-16", session -> bytes(session, valid().getBytes(StandardCharsets.UTF_16)));
    messages.put("not JSON", session -> session.createTextMessage("<change/>"));
    messages.put("an array", session -> session.createTextMessage("[" + valid() + "]"));
    messages.put("two", session -> session.createTextMessage(valid() + valid()));
    messages.put("cut short", session -> session.createTextMessage(valid().substring(0, 40)));
    messages.put("too large", session -> session.createTextMessage(valid() + " ".repeat(1 << 20)));
    return messages;
  }

  private static MapMessage map(Session session) throws jakarta.jms.JMSException {
    MapMessage message = session.createMapMessage();
    message.setString("operation", "apiConnector.delete");
    return message;
  }

  private static StreamMessage stream(Session session) throws jakarta.jms.JMSException {
    StreamMessage message = session.createStreamMessage();
    message.writeString(valid());
    return message;
  }

  private static BytesMessage bytes(Session session, byte[] bytes) throws jakarta.jms.JMSException {
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(bytes);
    return message;
  }

  private static String valid() {
    return """
    {"changeId":"last","operation":"userFlow.disableApiConnector",\
    "target":{"userFlowId":"B2X_1_signup","step":"postAttributeCollection"}}\
    """;
  }

  private static void awaitLines(Path log, int count) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> Files.exists(log) && Files.readAllLines(log).size() >= count);
  }

  private static void awaitFiles(Path letters, int count) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> {
              try (Stream<Path> files = Files.list(letters)) {
                assertThat(files).hasSize(count);
              }
            });
  }

  private static List<JsonNode> outcomes(Path home) throws IOException {
    List<JsonNode> outcomes = new ArrayList<>();
    for (String line : Files.readAllLines(home.resolve("logs/outcomes.jsonl"))) {
      outcomes.add(new ObjectMapper().readTree(line));
    }
    return outcomes;
  }
}
