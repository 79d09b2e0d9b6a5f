package io.connectorroutes.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.ProductCommands.Executed;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.KafkaBroker;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestKafka;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TestTopic;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A queue or topic that is fed by {@code send}, and tried with the broker of the sandbox. */
@ExtendWith(KafkaBroker.class)
class SendTest {
  private static final String HEADER =
      "changeId,operation,target.displayName,properties.targetUrl\n";

  @TempDir Path folder;

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private String out;
  private String err;

  @AfterEach
  void endThread() {
    thread.shutdownNow();
  }

  @Test
  void aRunAppliesWhatWasSentToTheBrokerOfTheSandbox() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    CountDownLatch stopped = new CountDownLatch(1);
    Future<Integer> sandbox =
        thread.submit(
            () ->
                ProductCommands.execute(
                    Terminal.of(printed, OutputStream.nullOutputStream()),
                    stopped::await,
                    "sandbox",
                    "--broker",
                    "0"));
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> printed.toString(UTF_8).lines().count() == 2);
    List<String> urls = printed.toString(UTF_8).lines().toList();
    Path made = file("made.jsonl", Requests.create("c-1", "Orders").toString());
    // No id of its own: it is given the one that the file would give it.
    Path updated =
        file("updated.csv", HEADER + ",apiConnector.update,Orders,https://api.example/v2\n");
    try (TestSystem system =
        TestSystem.in(folder.resolve("home"))
            .with("graph.endpoint", urls.get(0))
            .with("queue.url", urls.get(1))
            .with("queue.consumers", "1")) {
      assertThat(urls.get(1)).startsWith("amqp://127.0.0.1:");
      assertThat(send(system, made.toString(), updated.toString())).as(err).isZero();
      assertThat(out)
          .isEqualToNormalizingWhitespace(
              made
                  + ": 1 message sent to the queue connector-changes\n"
                  + updated
                  + ": 1 message sent to the queue connector-changes\n");
      assertThat(send(system, made.toString())).as("once more").isZero();
      assertThat(folder.resolve("home/data")).doesNotExist();

      system.start();
      assertThat(system.outcomeOf("c-1").outcome()).isEqualTo(Outcome.APPLIED);
      String derived = sha256(updated).substring(0, 32) + "-1";
      assertThat(system.outcomeOf(derived).outcome()).isEqualTo(Outcome.APPLIED);
    } finally {
      stopped.countDown();
    }
    assertThat(sandbox.get(2, TimeUnit.MINUTES)).isZero();
  }

  @Test
  void recordsGoToTheTopicAndRowsThatCannotBeReadAreNamed(TestKafka kafka) throws Exception {
    TestTopic topic = kafka.topic("sent", 2);
    Path file =
        file(
            "rows.csv",
            HEADER
                + "c-1,apiConnector.update,Orders,https://api.example/1\n"
                + "c-2,apiConnector.update,Orders,https://api.example/2,one,cell,too,many\n"
                + "c-3,apiConnector.update,Orders,https://api.example/3\n");
    try (TestSystem system = topic.feed(TestSystem.in(folder.resolve("home")))) {
      system.with("queue.url", "amqp://127.0.0.1:" + FreePort.any());
      assertThat(send(system, file.toString())).isEqualTo(2);
      assertThat(err).contains("both configured: give --to");

      assertThat(send(system, "--to=kafka", "--json", file.toString())).isEqualTo(1);
      assertThat(Json.object(out).at("/files/0/sent").asInt()).isEqualTo(2);
      assertThat(Json.object(out).at("/files/0/unreadable/0/row").asInt()).isEqualTo(2);

      assertThat(send(system, "--to=queue", file.toString())).as("no broker").isEqualTo(2);
      assertThat(err).contains("0 of 3 messages were taken", "check");

      Path broken = file("broken.json", "[{}, ");
      assertThat(send(system, "--to=kafka", file.toString(), broken.toString())).isEqualTo(2);
      assertThat(err).contains("broken.json is refused");
      assertThat(topic.end()).as("nothing of the other file was sent again").isEqualTo(2);
    }
  }

  private int send(TestSystem system, String... arguments) {
    String[] command =
        Stream.concat(Stream.of("send"), Stream.of(arguments)).toArray(String[]::new);
    Executed executed = ProductCommands.execute(system, command);
    out = executed.out();
    err = executed.err();
    return executed.status();
  }

  private Path file(String name, String content) throws Exception {
    return Files.writeString(folder.resolve(name), content);
  }

  private static String sha256(Path file) throws Exception {
    return java.util.HexFormat.of()
        .formatHex(
            java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
