package io.connectorroutes.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be logged in to as the process itself, and where. */
class EntraSectionTest {
  private static final String QUEUE = "queue.credential=entra";
  private static final String KAFKA = "kafka.credential=entra";
  private static final String LEDGER = "ledger.credential=entra";
  private static final String CUSTOM = "graph.cloud=custom";
  private static final String LOOPBACK = "graph.endpoint=http://127.0.0.1:1";
  private static final String NO_TOKEN = "graph.credential=none";

  @ParameterizedTest
  @CsvSource({
    "global, servicebus.windows.net, postgres.database.azure.com, database.windows.net",
    "us-gov-l4, servicebus.usgovcloudapi.net, postgres.database.usgovcloudapi.net,"
        + " database.usgovcloudapi.net",
    "us-gov-l5, servicebus.usgovcloudapi.net, postgres.database.usgovcloudapi.net,"
        + " database.usgovcloudapi.net",
    "china, servicebus.chinacloudapi.cn, postgres.database.chinacloudapi.cn,"
        + " database.chinacloudapi.cn"
  })
  void eachCloudHasHostsAndScopesOfItsOwn(
      String cloud, String messaging, String postgres, String scope) {
    EntraSection entra =
        read(
                "graph.cloud=" + cloud,
                QUEUE,
                "queue.url=amqps://Mine." + messaging,
                KAFKA,
                "kafka.brokers=mine." + messaging + ":9093",
                LEDGER,
                "ledger.url=jdbc:postgresql://mine." + postgres + "/c?sslmode=verify-full",
                "ledger.user=worker",
                "ledger.key=" + "A".repeat(43) + "=")
            .entra();

    assertThat(entra.queue() && entra.ledger()).isTrue();
    assertThat(entra.queueScope()).isEqualTo("https://servicebus.azure.net/.default");
    assertThat(entra.kafkaScope()).isEqualTo("https://mine." + messaging + "/.default");
    assertThat(entra.ledgerScope()).isEqualTo("https://ossrdbms-aad." + scope + "/.default");
    assertThat(entra.databaseHosts())
        .accepts("mine." + postgres, "a.private." + postgres)
        .rejects(postgres, "mine." + messaging);
  }

  @Test
  void withoutItNothingIsLoggedInToSo() {
    EntraSection entra = read("queue.url=amqp://anywhere").entra();

    assertThat(entra.queue() || entra.ledger()).isFalse();
    assertThat(entra.kafkaHost()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "amqp://mine.servicebus.windows.net",
        "tcp://mine.servicebus.windows.net:61616",
        "amqps://servicebus.windows.net",
        "amqps://mine.servicebus.windows.net.example",
        "amqps://mineservicebus.windows.net",
        "amqps://mine.servicebus.chinacloudapi.cn",
        "amqps://203.0.113.7",
        "amqp://127.0.0.1:5672"
      })
  void theQueueIsOfServiceBusBehindTls(String url) {
    assertRefused(
        "queue.credential=entra needs a queue.url of Azure Service Bus: set one that begins with"
            + " amqps:// and names a host below"
            + " servicebus.windows.net",
        QUEUE,
        "queue.url=" + url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transport.trustAll=true",
        "transport.verifyHost=false",
        "transport%2EverifyHost=false",
        "jms.clientID=a&transport.enabledProtocols=TLSv1",
        "jms.password=b",
        "amqp.saslMechanisms=ANONYMOUS"
      })
  void noOptionOfTheQueueSwitchesItsChecksOff(String option) {
    assertThatThrownBy(() -> read(QUEUE, "queue.url=amqps://mine.servicebus.windows.net?" + option))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("queue.credential=entra does not take ")
        .hasMessageEndingWith(" in queue.url: remove it there");
  }

  @Test
  void thisMachineIsAllowedForTests() {
    EntraSection entra =
        read(
                CUSTOM,
                LOOPBACK,
                NO_TOKEN,
                QUEUE,
                "queue.url=amqps://localhost:5671",
                KAFKA,
                "kafka.brokers=127.0.0.1:9093, 127.0.0.1:9094")
            .entra();

    assertThat(entra.kafkaScope()).isEqualTo("https://127.0.0.1/.default");
    assertThat(entra.messagingHosts()).accepts("[::1]").rejects("127.1", "127.0.0.1.a.b");
  }

  @Test
  void aCloudOfWhichNoHostsAreKnownIsRefused() {
    assertRefused(
        "queue.credential=entra needs a queue.url of Azure Service Bus: set one that begins with"
            + " amqps:// and names a host on"
            + " this machine (Microsoft names none of graph.cloud=custom)",
        CUSTOM,
        LOOPBACK,
        NO_TOKEN,
        QUEUE,
        "queue.url=amqps://mine.servicebus.windows.net");
    assertRefused(
        "kafka.credential=entra needs kafka.brokers of Azure Event Hubs: set them to a host on"
            + " this machine (Microsoft"
            + " names none of graph.cloud=custom)",
        CUSTOM,
        LOOPBACK,
        NO_TOKEN,
        KAFKA,
        "kafka.brokers=mine.servicebus.windows.net:9093");
  }

  @Test
  void noPasswordStandsBesideIt() {
    assertRefused(
        "queue.credential=entra needs no queue.password: remove it",
        QUEUE,
        "queue.url=amqps://mine.servicebus.windows.net",
        "queue.password=env:P");
    assertRefused(
        "ledger.credential=entra needs no ledger.password: remove it",
        LEDGER,
        "ledger.url=jdbc:postgresql://mine.postgres.database.azure.com/c",
        "ledger.password=env:P",
        "ledger.key=env:K");
  }

  /** The program has no such keys. */
  @Test
  void inAnotherApplicationTheBeansThatGoBeforeAreNamed() {
    assertThatThrownBy(() -> embedded(QUEUE))
        .hasMessage(
            "queue.credential=entra is for the broker of queue.url: set that, and no"
                + " connection-factory");
    assertThatThrownBy(() -> embedded(LEDGER))
        .hasMessage(
            "ledger.credential=entra is for PostgreSQL: set ledger.url to the database's URL,"
                + " jdbc:postgresql://HOST/DATABASE, and no data-source");
  }

  @Test
  void whatItIsForMustBeThere() {
    assertRefused("queue.credential=entra is for the broker of queue.url: set that", QUEUE);
    assertRefused("kafka.credential=entra needs kafka.brokers: set them", KAFKA);
    assertRefused(
        "ledger.credential=entra is for PostgreSQL: set ledger.url to the database's URL,"
            + " jdbc:postgresql://HOST/DATABASE",
        LEDGER);
    assertRefused(
        "ledger.credential=entra needs ledger.user: set it to the name of the identity's role in"
            + " the database",
        LEDGER,
        "ledger.url=jdbc:postgresql://mine.postgres.database.azure.com/c",
        "ledger.key=env:K");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mine.servicebus.windows.net.example:9093",
        "127.1:9093",
        "mine.servicebus.usgovcloudapi.net:9093"
      })
  void kafkaIsOfEventHubs(String brokers) {
    assertRefused(
        "kafka.credential=entra needs kafka.brokers of Azure Event Hubs: set them to a host below"
            + " servicebus.windows.net",
        KAFKA,
        "kafka.brokers=" + brokers);
  }

  @Test
  void kafkaIsOfOneHost() {
    assertRefused(
        "kafka.credential=entra asks for tokens of one host: name no other in kafka.brokers",
        KAFKA,
        "kafka.brokers=a.servicebus.windows.net:9093,b.servicebus.windows.net:9093");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "securityProtocol",
        "security-protocol",
        "saslMechanism",
        "configuration.sasl-jaas-config",
        "sslEndpointAlgorithm",
        "additionalProperties[sasl.login.callback.handler.class]",
        "additional-properties.ssl.engine.factory.class"
      })
  void noOptionOfKafkaSaysOtherwise(String option) {
    assertRefused(
        "kafka.credential=entra says how brokers are logged in to: remove camel.component.kafka."
            + option,
        KAFKA,
        "kafka.brokers=a.servicebus.windows.net:9093",
        "camel.component.kafka." + option + "=x");
  }

  @Test
  void kafkasOptionsOfTrustStay() {
    assertThat(
            read(
                    KAFKA,
                    "kafka.brokers=a.servicebus.windows.net:9093",
                    "camel.component.kafka.sslTruststoreLocation=t.p12")
                .entra()
                .kafkaHost())
        .isEqualTo("a.servicebus.windows.net");
  }

  private static void assertRefused(String message, String... properties) {
    assertThatThrownBy(() -> read(properties))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  private static Configuration read(String... properties) {
    return reader().read(Path.of("nowhere"), Stream.of(properties).toList());
  }

  private static Configuration embedded(String property) {
    String[] setting = property.split("=", 2);
    return reader().of(Path.of("nowhere"), Map.of(setting[0], setting[1]), "a test");
  }

  private static ConfigurationReader reader() {
    return new ConfigurationReader(
        null,
        Map.of(),
        cloud ->
            secret -> {
              throw new IllegalStateException("no key vault here");
            });
  }
}
