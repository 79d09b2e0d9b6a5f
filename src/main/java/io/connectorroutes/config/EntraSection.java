package io.connectorroutes.config;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which services are logged in to by tokens of the process's own identity. What would let a token
 * go elsewhere, or in clear, is refused.
 *
 * @param cloud of the services
 * @param queue whether the queue is, Azure Service Bus
 * @param kafkaHost the host of Event Hubs; null where Kafka is not
 * @param ledger whether the ledger is, Azure Database for PostgreSQL
 */
public record EntraSection(CloudName cloud, boolean queue, String kafkaHost, boolean ledger) {
  static final String ENTRA = "entra";

  /** Options of the broker's URL that would switch off TLS' checks, or log in otherwise. */
  private static final Set<String> REFUSED_OF_QUEUE =
      Set.of(
          "transport.trustall",
          "transport.verifyhost",
          "transport.enabledprotocols",
          "transport.contextprotocol",
          "jms.username",
          "jms.password",
          "amqp.saslmechanisms",
          "amqp.sasllayer");

  /** The same of Kafka's own properties, wherever they stand in the name of an option. */
  private static final List<String> REFUSED_OF_KAFKA =
      List.of("sasl", "security.protocol", "ssl.engine", "ssl.endpoint", "ssl.protocol");

  static EntraSection from(Configuration values) {
    EntraSection section =
        new EntraSection(
            values.get(Keys.GRAPH_CLOUD),
            isEntra(values, Keys.QUEUE_CREDENTIAL),
            isEntra(values, Keys.KAFKA_CREDENTIAL) ? kafkaHost(values) : null,
            isEntra(values, Keys.LEDGER_CREDENTIAL));
    if (section.queue) {
      section.checkQueue(values);
    }
    if (section.kafkaHost != null) {
      section.checkKafka(values);
    }
    if (section.ledger) {
      checkLedger(values);
    }
    return section;
  }

  /** Hosts of Service Bus and Event Hubs. */
  public ServiceHosts messagingHosts() {
    return new ServiceHosts(cloud.messagingDomain());
  }

  /** Hosts of Azure Database for PostgreSQL. */
  public ServiceHosts databaseHosts() {
    return new ServiceHosts(cloud.postgresDomain());
  }

  /** What tokens of Service Bus are for. */
  public String queueScope() {
    return CloudName.SERVICE_BUS_SCOPE;
  }

  /** What tokens of Event Hubs are for. */
  public String kafkaScope() {
    return "https://" + kafkaHost + "/.default";
  }

  /** What tokens of the database are for. */
  public String ledgerScope() {
    return cloud.postgresScope();
  }

  private void checkQueue(Configuration values) {
    URI url = values.get(Keys.QUEUE_URL);
    require(
        Keys.QUEUE_CREDENTIAL,
        url != null && !values.has(Keys.CONNECTION_FACTORY),
        "is for the broker of queue.url: set that" + andNo(values, Keys.CONNECTION_FACTORY));
    require(
        Keys.QUEUE_CREDENTIAL,
        url.getScheme().equals("amqps") && messagingHosts().test(url.getHost()),
        "needs a queue.url of Azure Service Bus: set one that begins with amqps:// and names a host"
            + " "
            + messagingHosts());
    requireNone(values, Keys.QUEUE_CREDENTIAL, Keys.QUEUE_USER, Keys.QUEUE_PASSWORD);
    optionsOf(url)
        .filter(option -> REFUSED_OF_QUEUE.contains(option.toLowerCase(Locale.ROOT)))
        .findFirst()
        .ifPresent(
            option ->
                require(
                    Keys.QUEUE_CREDENTIAL,
                    false,
                    "does not take " + option + " in queue.url: remove it there"));
  }

  private void checkKafka(Configuration values) {
    require(
        Keys.KAFKA_CREDENTIAL,
        messagingHosts().test(kafkaHost),
        "needs kafka.brokers of Azure Event Hubs: set them to a host " + messagingHosts());
    values.kafkaOptions().keySet().stream()
        .filter(EntraSection::isRefusedOfKafka)
        .findFirst()
        .ifPresent(
            option ->
                require(
                    Keys.KAFKA_CREDENTIAL,
                    false,
                    "says how brokers are logged in to: remove camel.component.kafka." + option));
  }

  private static boolean isRefusedOfKafka(String option) {
    String name = option.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    return Stream.of("sasl", "securityprotocol", "sslendpointalgorithm", "kafkaclientfactory")
            .anyMatch(name.replaceFirst("^configuration\\.", "")::startsWith)
        || (name.contains("additionalproperties")
            && REFUSED_OF_KAFKA.stream().anyMatch(name::contains));
  }

  private static void checkLedger(Configuration values) {
    require(
        Keys.LEDGER_CREDENTIAL,
        values.get(Keys.LEDGER_URL).startsWith("jdbc:postgresql:") && !values.has(Keys.DATA_SOURCE),
        "is for PostgreSQL: set ledger.url to the database's URL, jdbc:postgresql://HOST/DATABASE"
            + andNo(values, Keys.DATA_SOURCE));
    requireNone(values, Keys.LEDGER_CREDENTIAL, Keys.LEDGER_PASSWORD);
    require(
        Keys.LEDGER_CREDENTIAL,
        values.has(Keys.LEDGER_USER),
        "needs ledger.user: set it to the name of the identity's role in the database");
  }

  private static String kafkaHost(Configuration values) {
    String brokers = values.get(Keys.KAFKA_BROKERS);
    require(Keys.KAFKA_CREDENTIAL, brokers != null, "needs kafka.brokers: set them");
    List<String> hosts =
        Stream.of(brokers.split(",", -1))
            .map(broker -> broker.strip().replaceFirst(":\\d+$", ""))
            .distinct()
            .toList();
    require(
        Keys.KAFKA_CREDENTIAL,
        hosts.size() == 1,
        "asks for tokens of one host: name no other in kafka.brokers");
    return hosts.get(0);
  }

  private static Stream<String> optionsOf(URI url) {
    return Optional.ofNullable(url.getQuery()).stream()
        .flatMap(query -> Stream.of(query.split("&", -1)))
        .map(option -> option.replaceFirst("=.*", ""));
  }

  private static boolean isEntra(Configuration values, Key<String> key) {
    return ENTRA.equals(values.get(key));
  }

  private static void requireNone(Configuration values, Key<String> credential, Key<?>... keys) {
    for (Key<?> key : keys) {
      require(credential, !values.has(key), "needs no " + key.name() + ": remove it");
    }
  }

  /** In the program there is no such key. */
  private static String andNo(Configuration values, Key<?> key) {
    return values.isEmbedded() ? ", and no " + key.name() : "";
  }

  private static void require(Key<String> credential, boolean condition, String otherwise) {
    if (!condition) {
      throw new UsageException(credential.name() + "=" + ENTRA + " " + otherwise);
    }
  }
}
