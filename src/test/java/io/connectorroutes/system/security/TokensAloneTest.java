package io.connectorroutes.system.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.HaltingLedger;
import io.connectorroutes.testing.KafkaBroker;
import io.connectorroutes.testing.MachineIdentity;
import io.connectorroutes.testing.ProductProcess;
import io.connectorroutes.testing.TestKafka;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TestTopic;
import io.connectorroutes.testing.TokenAuthority;
import io.connectorroutes.testing.TokenBroker;
import io.connectorroutes.testing.TokenPostgres;
import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product in a process of its own, whose machine has an identity: queue, Kafka, database and
 * Graph take its tokens, and nothing else is known of any of them.
 */
@ExtendWith(KafkaBroker.class)
class TokensAloneTest {
  private static final Duration BOUND = Duration.ofMinutes(2);

  /** Short: tokens end while the test runs. */
  private static final int LIFETIME_SECONDS = 15;

  private static final String SENDER = "sender";

  @TempDir Path folder;

  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private Path keys;
  private TokenBroker broker;
  private TokenPostgres postgres;

  @Test
  void aHomeWithoutASecretDeliversAndGoesOnWhenItsTokensEnd(TestKafka kafka) throws Exception {
    keys = kafka.keys();
    TestTopic topic = kafka.topic("tokens-alone", 1);
    try (Sandbox sandbox =
            Sandbox.start(
                SandboxOptions.builder()
                    .tls(TokenAuthority.tls(keys))
                    .requireBearer(true)
                    .tenantOf(token -> token != null && token.startsWith("graph-") ? "t" : null)
                    .build());
        TokenBroker queue = TokenBroker.start(keys, keys, kafka.namelessKeys());
        TokenPostgres database =
            TokenPostgres.start(
                folder,
                keys,
                Files.writeString(folder.resolve("ca.pem"), TokenAuthority.certificate(keys)));
        MachineIdentity machine = new MachineIdentity()) {
      broker = queue;
      postgres = database;
      broker.takes(SENDER);
      machine.lifetimeSeconds = LIFETIME_SECONDS;
      machine.token = query -> issue(query, kafka);
      Path home = home(sandbox, kafka, topic);

      try (ForkedJvm product = start(machine, home)) {
        send(0, 1);
        topic.send(Creations.text(2));
        awaitApplied(sandbox, 3);

        // Whoever logs in from now on needs another one.
        await().atMost(BOUND).until(() -> broker.ends("bus-1") > 0);
        awaitLogin(broker.seen(), "bus-2");
        awaitLogin(kafka.seenTokens(), "hub-2");
        await().atMost(BOUND).until(this::isDatabaseLoggedInToAnew);
        send(3);
        topic.send(Creations.text(4));
        awaitApplied(sandbox, 5);
        await().atMost(BOUND).until(() -> broker.depth("outcomes") >= 5);

        product.endInput();
        product.linesUntilTheEnd();
      }
      assertThat(TestSystem.writes(sandbox)).hasSize(5);
    }
  }

  /** Nothing of it is a secret, and the one of the ledger is mounted elsewhere. */
  private Path home(Sandbox sandbox, TestKafka kafka, TestTopic topic) throws Exception {
    Path key = folder.resolve("mounted-key");
    Files.writeString(key, Base64.getEncoder().encodeToString(new byte[32]));
    // One that others can read stops the start.
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Path home = folder.resolve("home");
    Files.createDirectories(home.resolve("config"));
    Files.write(
        home.resolve("config/application.properties"),
        List.of(
            "graph.cloud=custom",
            "graph.endpoint=" + sandbox.root(),
            "graph.authority=https://unused.example",
            "graph.credential=managed-identity",
            "queue.url=" + broker.url(),
            "queue.credential=entra",
            "kafka.brokers=" + kafka.tokens(),
            "kafka.credential=entra",
            "kafka.topic=" + topic.name(),
            "kafka.group=" + topic.name(),
            "ledger.url=" + postgres.url("localhost") + "?sslmode=verify-full",
            "ledger.user=" + TokenPostgres.WORKER,
            "ledger.credential=entra",
            "ledger.key=file:" + key,
            "outcome.uri=queue:outcomes",
            "management.port=0",
            "routes.directory=" + Path.of("routes").toAbsolutePath()));
    return home;
  }

  private ForkedJvm start(MachineIdentity machine, Path home) throws Exception {
    return ForkedJvm.run(
        machine.appService(),
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Djavax.net.ssl.trustStore=" + keys,
            "-Djavax.net.ssl.trustStorePassword=" + TokenAuthority.STORE_PASSWORD),
        ProductProcess.class,
        home.toString(),
        HaltingLedger.Moment.NEVER.name());
  }

  /** A new token for the service that is asked for; that one takes it from now on. */
  private String issue(String query, TestKafka kafka) {
    String resource = URLDecoder.decode(query.replaceFirst(".*resource=([^&]*).*", "$1"), UTF_8);
    return switch (resource) {
      case "https://servicebus.azure.net" -> {
        String token = numbered("bus");
        broker.takes(token);
        yield token;
      }
      case "https://localhost" -> {
        String token = numbered("hub");
        kafka.takes(token, Instant.now().plusSeconds(LIFETIME_SECONDS));
        yield token;
      }
      case "https://ossrdbms-aad.database.windows.net" -> {
        String token = numbered("db");
        take(token);
        yield token;
      }
      default -> numbered("graph");
    };
  }

  private void take(String token) {
    try {
      postgres.takes(token);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String numbered(String service) {
    return service + "-" + numbers.merge(service, 1, Integer::sum);
  }

  private void send(int... numbersOfChanges) throws Exception {
    try (Connection connection =
            new JmsConnectionFactory(broker.url(keys).toString()).createConnection("$jwt", SENDER);
        Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
      MessageProducer producer = session.createProducer(session.createQueue("connector-changes"));
      for (int number : numbersOfChanges) {
        producer.send(session.createTextMessage(Creations.text(number)));
      }
    }
  }

  private static void awaitApplied(Sandbox sandbox, int count) {
    await()
        .atMost(BOUND)
        .until(
            () -> TestSystem.writes(sandbox).stream().filter(JournalEntry::applied).count(),
            applied -> applied == count);
  }

  /**
   * By a token of its own: connections that are cut while the first one is good take that again.
   */
  private boolean isDatabaseLoggedInToAnew() throws SQLException {
    postgres.cutConnections();
    return numbers.getOrDefault("db", 0) > 1;
  }

  private static void awaitLogin(List<String> seen, String token) {
    await().atMost(BOUND).until(() -> seen.contains(token));
  }
}
