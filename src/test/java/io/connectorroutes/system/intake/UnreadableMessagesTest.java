package io.connectorroutes.system.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.app.ProductCommands;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.AmqpSender;
import io.connectorroutes.testing.DeadLetterCalls;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import jakarta.jms.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.utils.collections.TypedProperties;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A message that cannot be read rests encrypted in the ledger; its dead letter describes it, {@code
 * dead-letters show ID --raw} gives it out as it came, and the queue goes on.
 */
class UnreadableMessagesTest {
  private static final String SECRET = Requests.CANARY;

  @TempDir Path folder;

  /** What is looked for in the bytes that are given out. */
  private interface Check {
    void of(byte[] raw);
  }

  @Test
  void overAmqp() throws Exception {
    Map<String, Check> sent = new LinkedHashMap<>();
    try (TestQueue queue = TestQueue.start(folder.resolve("broker"), TestQueue.Protocol.AMQP);
        TestSystem system = system(queue)) {
      for (Map.Entry<String, Section> body : values().entrySet()) {
        sendAmqp(queue, body.getKey(), null, body.getValue());
        byte[] encoded = encodedAlone(body.getValue());
        sent.put(idOf(body.getKey()), raw -> assertThat(raw).isEqualTo(encoded));
      }
      for (Map.Entry<String, byte[]> text : brokenTexts().entrySet()) {
        sendAmqp(queue, text.getKey(), text.getKey(), new Data(new Binary(text.getValue())));
        sent.put(idOf(text.getKey()), raw -> assertThat(raw).isEqualTo(text.getValue()));
      }
      assertKept(system, queue, sent);
    }
  }

  /** A string whose bytes are no UTF-8 is no AMQP: its client takes nothing of it. */
  @Test
  void whatIsNoAmqpStaysWithTheBrokerAndHoldsNothingUp() throws Exception {
    byte[] broken = AmqpSender.texts("not UTF-8?")[0];
    broken[broken.length - 1] = (byte) 0xff;
    try (TestQueue queue = TestQueue.start(folder.resolve("broker"), TestQueue.Protocol.AMQP);
        TestSystem system = system(queue)) {
      AmqpSender.send(queue.url(), TestQueue.NAME, broken);
      queue.send(Requests.create("last", "Last").toString());
      system.start();

      assertThat(system.outcomeOf("last").outcome()).isEqualTo(Outcome.APPLIED);
      queue.awaitUnacknowledged();
      assertThat(DeadLetterCalls.open(system.application().ledger())).isEmpty();
    }
  }

  @Test
  void overArtemisOwnProtocol() throws Exception {
    Map<String, Check> sent = new LinkedHashMap<>();
    try (TestQueue queue = TestQueue.start(folder.resolve("broker"), TestQueue.Protocol.CORE);
        TestSystem system = system(queue)) {
      String half = SECRET + "\ud83d";
      sent.put(
          send(queue, session -> session.createTextMessage(half)),
          raw -> assertThat(text(raw)).isEqualTo(half));
      sent.put(
          send(
              queue,
              session -> {
                var map = session.createMapMessage();
                map.setString("password", SECRET);
                return map;
              }),
          raw -> assertThat(map(raw)).isEqualTo(Map.of("password", SECRET)));
      sent.put(
          send(queue, session -> session.createObjectMessage(SECRET)),
          raw -> assertThat(latin(raw)).contains("\u00ac\u00ed", SECRET));
      sent.put(
          send(
              queue,
              session -> {
                var stream = session.createStreamMessage();
                stream.writeString(SECRET);
                return stream;
              }),
          raw -> assertThat(raw).isNotEmpty());
      assertKept(system, queue, sent);
    }
  }

  /** Bodies that are neither text nor bytes. */
  private static Map<String, Section> values() {
    Map<String, Section> values = new LinkedHashMap<>();
    values.put("map", new AmqpValue(Map.of("password", SECRET)));
    values.put("list", new AmqpValue(List.of("password", SECRET)));
    values.put("number", new AmqpValue(42));
    values.put("sequence", new AmqpSequence(List.of(SECRET, 1)));
    return values;
  }

  /** Bodies that are not what their content type says, by content type. */
  private static Map<String, byte[]> brokenTexts() {
    byte[] broken =
        ("{\"password\":\"" + SECRET + "\u00e4\"}").getBytes(StandardCharsets.ISO_8859_1);
    Map<String, byte[]> texts = new LinkedHashMap<>();
    texts.put("text/plain;charset=utf-8", broken);
    texts.put("application/json", broken);
    texts.put("application/octet-stream", broken);
    texts.put("application/x-java-serialized-object", broken);
    texts.put("no/such-type", broken);
    return texts;
  }

  private static void sendAmqp(TestQueue queue, String id, String contentType, Section body)
      throws IOException {
    var message = Proton.message();
    message.setMessageId("ID:" + id);
    message.setContentType(contentType);
    message.setApplicationProperties(
        new ApplicationProperties(Map.of("cloudEvents:type", SECRET, "colour", 1)));
    message.setBody(body);
    AmqpSender.send(queue.url(), TestQueue.NAME, AmqpSender.encoded(message));
  }

  private static byte[] encodedAlone(Section body) {
    var message = Proton.message();
    message.setBody(body);
    return AmqpSender.encoded(message);
  }

  /** Sends by JMS and gives the id that the client gave. */
  private static String send(TestQueue queue, TestQueue.Writer writer) throws Exception {
    List<Message> written = new ArrayList<>();
    queue.send(
        session -> {
          Message message = writer.write(session);
          message.setIntProperty("colour", 1);
          written.add(message);
          return message;
        });
    return written.get(0).getJMSMessageID();
  }

  private static String idOf(String given) {
    return "ID:" + given;
  }

  private TestSystem system(TestQueue queue) {
    return TestSystem.in(folder.resolve("home"))
        .with("queue.url", queue.url().toString())
        .with("queue.consumers", "1");
  }

  private void assertKept(TestSystem system, TestQueue queue, Map<String, Check> sent)
      throws Exception {
    queue.send(Requests.create("last", "Last").toString());
    system.start();
    assertThat(system.outcomeOf("last").outcome()).isEqualTo(Outcome.APPLIED);
    queue.awaitEmpty();
    assertThat(queue.depth(TestQueue.REFUSED)).isZero();
    Map<String, JsonNode> letters = letters(system, sent.size());
    assertThat(letters).containsOnlyKeys(sent.keySet());
    for (Map.Entry<String, Check> one : sent.entrySet()) {
      JsonNode letter = letters.get(one.getKey());
      byte[] raw = raw(system, letter.path("outcome").path("changeId").asText());
      one.getValue().of(raw);
      assertThat(letter.path("size").asInt()).as(one.getKey()).isEqualTo(raw.length);
      assertThat(letter.path("reason").asText()).as(one.getKey()).isNotBlank();
      assertThat(letter.path("outcome").path("errorCode").asText()).isEqualTo("unreadable");
      assertThat(letter.path("headerNames"))
          .as(one.getKey())
          .anyMatch(name -> name.asText().equals("colour"));
    }
    assertThat(system.writes()).hasSize(1);
    assertNowhereReadable(system.home());
  }

  /** The documents by the broker's id of their message. */
  private static Map<String, JsonNode> letters(TestSystem system, int count) throws IOException {
    Map<String, JsonNode> letters = new LinkedHashMap<>();
    List<String> names =
        DeadLetterCalls.open(system.application().ledger()).stream()
            .map(letter -> letter.changeId())
            .toList();
    assertThat(names).hasSize(count);
    for (String name : names) {
      JsonNode letter = Json.file(system.awaited("dead-letters/" + file(name)));
      letters.put(letter.path("messageId").asText(), letter);
    }
    return letters;
  }

  private static String file(String changeId) {
    return changeId + ".json";
  }

  /** What the command writes, beside the running product. */
  private static byte[] raw(TestSystem system, String changeId) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal = Terminal.of(out, OutputStream.nullOutputStream());
    int status =
        ProductCommands.execute(
            terminal,
            "dead-letters",
            "show",
            changeId,
            "--raw",
            "--home",
            system.home().toString());
    assertThat(status).isZero();
    return out.toByteArray();
  }

  private static void assertNowhereReadable(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(latin(Files.readAllBytes(file))).as(file.toString()).doesNotContain(SECRET);
      }
    }
  }

  private static String text(byte[] raw) {
    SimpleString text = ActiveMQBuffers.wrappedBuffer(raw).readNullableSimpleString();
    return text.toString();
  }

  private static Map<String, Object> map(byte[] raw) {
    ActiveMQBuffer buffer = ActiveMQBuffers.wrappedBuffer(raw);
    TypedProperties properties = new TypedProperties();
    properties.decode(buffer.byteBuf());
    Map<String, Object> map = new LinkedHashMap<>();
    properties
        .getPropertyNames()
        .forEach(name -> map.put(name.toString(), properties.getProperty(name).toString()));
    return map;
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
