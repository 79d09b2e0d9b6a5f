package io.connectorroutes.camel.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import io.connectorroutes.identity.ServiceToken;
import io.connectorroutes.testing.KafkaBroker;
import io.connectorroutes.testing.TestKafka;
import io.connectorroutes.testing.TestTopic;
import io.connectorroutes.testing.TokenAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Clients with the settings of our component, against Kafka's own broker. */
@ExtendWith(KafkaBroker.class)
class KafkaTokensTest {
  private static final Duration BOUND = Duration.ofMinutes(2);
  private static final Map<String, Object> UNCHECKED =
      Map.of("ssl.endpoint.identification.algorithm", "");

  @TempDir static Path folder;

  private final TestKafka kafka;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> refusedHosts = new CopyOnWriteArrayList<>();
  private volatile AccessToken token;

  KafkaTokensTest(TestKafka kafka) {
    this.kafka = kafka;
  }

  @BeforeEach
  void forget() {
    kafka.seenTokens().clear();
  }

  @Test
  void aTokenIsRenewedBeforeItEndsAndRecordsGoOnComing() throws Exception {
    TestTopic topic = kafka.topic("tokens-renewed", 1);
    topic.send("one");
    try (KafkaConsumer<byte[], byte[]> consumer = loggedIn("hub-1", Duration.ofSeconds(6), topic)) {
      gives("hub-2", Duration.ofHours(1));
      await()
          .atMost(BOUND)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(50));
                return kafka.seenTokens().contains("hub-2");
              });
      topic.send("two");

      assertThat(next(consumer)).isEqualTo("two");
    }
    assertThat(kafka.seenTokens()).startsWith("hub-1");
  }

  @Test
  void aTokenThatIsNotGoodIsRefusedAndSaidSo() throws Exception {
    TestTopic topic = kafka.topic("tokens-refused", 1);
    token = new AccessToken("unknown", OffsetDateTime.now(ZoneOffset.UTC).plusHours(1));

    assertThatThrownBy(() -> poll(topic, kafka.tokens(), trusting(kafka.keys())))
        .isInstanceOf(SaslAuthenticationException.class)
        .hasMessageNotContaining("unknown");
    assertThat(kafka.seenTokens()).contains("unknown");
  }

  @Test
  void aBrokerOfAnotherCertificateGetsNoToken() throws Exception {
    TestTopic topic = kafka.topic("tokens-trust", 1);
    gives("hub-3", Duration.ofHours(1));
    Path stranger = TokenAuthority.keyStore(folder, "stranger");

    assertThatThrownBy(() -> poll(topic, kafka.tokens(), trusting(stranger)))
        .isInstanceOf(SslAuthenticationException.class);
    assertThat(kafka.seenTokens()).isEmpty();
  }

  @Test
  void aBrokerOfAnotherNameGetsNoToken() throws Exception {
    TestTopic topic = kafka.topic("tokens-name", 1);
    gives("hub-4", Duration.ofHours(1));

    assertThatThrownBy(
            () -> poll(topic, kafka.namelessTokens(), trusting(kafka.namelessKeys()), UNCHECKED))
        .isInstanceOf(SslAuthenticationException.class)
        .hasStackTraceContaining("No name matching localhost found");
    assertThat(kafka.seenTokens()).isEmpty();
  }

  @Test
  void aHostThatTheBrokersNameGetsNoTokenWhereItIsAnother() throws Exception {
    TestTopic topic = kafka.topic("tokens-elsewhere", 1);
    topic.send("one");
    gives("hub-5", Duration.ofHours(1));

    try (KafkaConsumer<byte[], byte[]> consumer =
        consumer(kafka.tokensElsewhere(), trusting(kafka.keys()))) {
      consumer.subscribe(List.of(topic.name()));
      await()
          .atMost(BOUND)
          .until(
              () -> {
                assertThat(consumer.poll(Duration.ofMillis(50))).isEmpty();
                return refusedHosts.contains("127.0.0.1");
              });
    }
    // By the first connection alone, to the host that is configured.
    assertThat(kafka.seenTokens()).containsOnly("hub-5").hasSize(1);
  }

  @Test
  void whoeverAsksForAClientCertificateIsShownTheConfiguredOne() throws Exception {
    TestTopic topic = kafka.topic("tokens-certified", 1);
    topic.send("one");
    gives("hub-6", Duration.ofHours(1));
    Path stranger = TokenAuthority.keyStore(folder, "other");

    try (KafkaConsumer<byte[], byte[]> consumer =
        consumer(kafka.certifiedTokens(), trusting(kafka.keys()), showing(kafka.keys()))) {
      consumer.subscribe(List.of(topic.name()));
      assertThat(next(consumer)).isEqualTo("one");
    }
    kafka.seenTokens().clear();
    assertThatThrownBy(
            () -> poll(topic, kafka.certifiedTokens(), trusting(kafka.keys()), showing(stranger)))
        .isInstanceOf(SslAuthenticationException.class);
    assertThat(kafka.seenTokens()).isEmpty();
  }

  @Test
  void noSettingsOfAnotherKindGetAToken() {
    for (Map<String, Object> other :
        List.<Map<String, Object>>of(
            Map.of("security.protocol", "SASL_PLAINTEXT"),
            Map.of(
                "ssl.engine.factory.class",
                "org.apache.kafka.common.security.ssl.DefaultSslEngineFactory"))) {
      assertThatThrownBy(() -> consumer("localhost:1", other).close())
          .isInstanceOf(KafkaException.class)
          .hasRootCauseMessage(
              "kafka.credential=entra takes no other securityProtocol than SASL_SSL, and no other"
                  + " ssl.engine.factory.class: remove them");
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void theTextOfATokenDoesNotShowIt() {
    assertThat(
            new BearerToken(new AccessToken("canary", OffsetDateTime.now(ZoneOffset.UTC)))
                .toString())
        .doesNotContain("canary");
  }

  private void gives(String text, Duration lifetime) {
    OffsetDateTime end = OffsetDateTime.now(ZoneOffset.UTC).plus(lifetime);
    kafka.takes(text, end.toInstant());
    token = new AccessToken(text, end);
  }

  private static String next(KafkaConsumer<byte[], byte[]> consumer) {
    List<String> values = new CopyOnWriteArrayList<>();
    await()
        .atMost(BOUND)
        .until(
            () -> {
              for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(50))) {
                values.add(new String(each.value(), UTF_8));
              }
              return !values.isEmpty();
            });
    return String.join(",", values);
  }

  /**
   * A consumer that has had {@code one}, by a token of that lifetime: on a busy machine it may end
   * before it is used, and another one is had that lasts twice as long.
   */
  private KafkaConsumer<byte[], byte[]> loggedIn(String value, Duration lifetime, TestTopic topic) {
    Duration lasts = lifetime;
    while (true) {
      gives(value, lasts);
      KafkaConsumer<byte[], byte[]> consumer = consumer(kafka.tokens(), trusting(kafka.keys()));
      try {
        consumer.subscribe(List.of(topic.name()));
        assertThat(next(consumer)).isEqualTo("one");
        return consumer;
      } catch (SaslAuthenticationException e) {
        consumer.close();
        assertThat(token.getExpiresAt()).isBefore(OffsetDateTime.now(ZoneOffset.UTC));
        lasts = lasts.multipliedBy(2);
      } catch (RuntimeException | Error e) {
        consumer.close();
        throw e;
      }
    }
  }

  /** Until it throws. */
  @SafeVarargs
  private void poll(TestTopic topic, String brokers, Map<String, Object>... more) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(brokers, more)) {
      consumer.subscribe(List.of(topic.name()));
      await()
          .atMost(BOUND)
          .until(() -> consumer.poll(Duration.ofMillis(50)), records -> !records.isEmpty());
    }
  }

  /** With the settings of our component, and some more. */
  @SafeVarargs
  private KafkaConsumer<byte[], byte[]> consumer(String brokers, Map<String, Object>... more) {
    TokenCredential credential =
        context -> {
          asked.add(context.getScopes().get(0));
          return Mono.just(token);
        };
    KafkaConfiguration configuration = new KafkaConfiguration();
    configuration.setAutoOffsetReset("earliest");
    new KafkaTokens(new ServiceToken(credential, "scope"), this::isHere).applyTo(configuration);
    Properties properties = configuration.createConsumerProperties();
    properties.put("bootstrap.servers", brokers);
    properties.put("group.id", "tokens-" + UUID.randomUUID());
    for (Map<String, Object> each : more) {
      properties.putAll(each);
    }
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private boolean isHere(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    refusedHosts.add(host);
    return false;
  }

  private static Map<String, Object> trusting(Path store) {
    return store("truststore", store);
  }

  private static Map<String, Object> showing(Path store) {
    return store("keystore", store);
  }

  private static Map<String, Object> store(String kind, Path file) {
    return Map.of(
        "ssl." + kind + ".location",
        file.toString(),
        "ssl." + kind + ".password",
        TokenAuthority.STORE_PASSWORD,
        "ssl." + kind + ".type",
        "PKCS12");
  }
}
