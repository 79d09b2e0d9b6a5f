package io.connectorroutes.testing;

import io.connectorroutes.certificate.Identity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.utils.Time;

/**
 * Kafka's own broker in the test's process, without ZooKeeper, on the loopback address alone. It
 * listens in clear, and behind TLS, where it is logged in to with tokens as Azure Event Hubs is.
 */
public final class TestKafka implements AutoCloseable {
  private static final String LOCALHOST = "localhost";

  /** Where tokens are taken, each with its port. */
  private enum Listener {
    TOKENS,
    /** Where clients have to show a certificate, which is the broker's own here. */
    CERTIFIED,
    /** Which says that the broker is at another host, 127.0.0.1. */
    ELSEWHERE,
    /** Whose certificate names no host. */
    NAMELESS
  }

  private final KafkaConfig config;
  private final String address;
  private final Map<Listener, Integer> ports;
  private final Path folder;
  private KafkaRaftServer server;

  private TestKafka(KafkaConfig config, String address, Map<Listener, Integer> ports, Path folder) {
    this.config = config;
    this.address = address;
    this.ports = ports;
    this.folder = folder;
  }

  /** Starts a broker. */
  public static TestKafka start(Path data) throws IOException {
    Iterator<Integer> free = FreePort.distinct(2 + Listener.values().length).iterator();
    String address = "127.0.0.1:" + free.next();
    String controller = "127.0.0.1:" + free.next();
    Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
    for (Listener listener : Listener.values()) {
      ports.put(listener, free.next());
    }
    Path keys = Files.createDirectories(data.resolve("keys"));
    TestKafka kafka =
        new TestKafka(formatted(data, address, controller, ports), address, ports, keys);
    kafka.start();
    return kafka;
  }

  /** For {@code kafka.brokers}, where tokens are taken. */
  public String tokens() {
    return LOCALHOST + ":" + ports.get(Listener.TOKENS);
  }

  /** The same where clients have to show the certificate of {@link #keys}. */
  public String certifiedTokens() {
    return LOCALHOST + ":" + ports.get(Listener.CERTIFIED);
  }

  /** The same where the broker says that it is at the host 127.0.0.1. */
  public String tokensElsewhere() {
    return LOCALHOST + ":" + ports.get(Listener.ELSEWHERE);
  }

  /** The same where the broker has the certificate of {@link #namelessKeys}. */
  public String namelessTokens() {
    return LOCALHOST + ":" + ports.get(Listener.NAMELESS);
  }

  /** A file of {@link TokenAuthority#keyStore}, the broker's. */
  public Path keys() {
    return folder.resolve("authority.p12");
  }

  /** The same, whose certificate names no host. */
  public Path namelessKeys() {
    return folder.resolve("nameless.p12");
  }

  /** From now on a token is good, until it ends. */
  public void takes(String token, Instant end) {
    KafkaTokenCheck.GOOD.put(token, end.toEpochMilli());
  }

  /** The tokens of all tries to log in, in that order. */
  public List<String> seenTokens() {
    return KafkaTokenCheck.SEEN;
  }

  /** Starts it again after {@link #stop}. */
  public void start() {
    server = new KafkaRaftServer(config, Time.SYSTEM);
    server.startup();
  }

  /** Stops it; its records stay. */
  public void stop() {
    server.shutdown();
    server.awaitShutdown();
    server = null;
  }

  /** Makes a topic, consumed by a group of the same name. */
  public TestTopic topic(String name, int partitions) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    }
    return new TestTopic(address, name);
  }

  private static KafkaConfig formatted(
      Path data, String address, String controller, Map<Listener, Integer> ports)
      throws IOException {
    Properties properties = properties(data, controller);
    addTokens(properties, data.resolve("keys"), address, controller, ports);
    Path file = Files.createDirectories(data).resolve("server.properties");
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] arguments = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
    if (StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8)) != 0) {
      throw new IOException(said.toString(StandardCharsets.UTF_8));
    }
    return KafkaConfig.fromProps(properties);
  }

  private static Properties properties(Path data, String controller) {
    Properties properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", "1");
    properties.put("controller.quorum.voters", "1@" + controller);
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("log.dirs", data.resolve("log").toString());
    properties.put("message.max.bytes", "4000000");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("group.min.session.timeout.ms", "1000");
    properties.put("offsets.topic.num.partitions", "1");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("transaction.state.log.num.partitions", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("log.cleaner.enable", "false");
    return properties;
  }

  private static void addTokens(
      Properties properties,
      Path keys,
      String address,
      String controller,
      Map<Listener, Integer> ports)
      throws IOException {
    StringBuilder listeners =
        new StringBuilder("PLAINTEXT://" + address + ",CONTROLLER://" + controller);
    StringBuilder advertised = new StringBuilder("PLAINTEXT://" + address);
    StringBuilder protocols = new StringBuilder("PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    ports.forEach(
        (listener, port) -> {
          String host = listener == Listener.ELSEWHERE ? "127.0.0.1" : LOCALHOST;
          listeners.append(",%s://127.0.0.1:%d".formatted(listener, port));
          advertised.append(",%s://%s:%d".formatted(listener, host, port));
          protocols.append(",%s:SASL_SSL".formatted(listener));
          addTokens(properties, listener);
        });
    properties.put("listeners", listeners.toString());
    properties.put("advertised.listeners", advertised.toString());
    properties.put("listener.security.protocol.map", protocols.toString());
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    try {
      Path own = TokenAuthority.keyStore(keys, "authority");
      Path nameless = TokenAuthority.keyStore(keys, "nameless", Identity.rsa(2048));
      addStore(properties, "ssl.keystore", own);
      addStore(properties, "ssl.truststore", own);
      addStore(properties, "listener.name.nameless.ssl.keystore", nameless);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    properties.put("listener.name.certified.ssl.client.auth", "required");
  }

  private static void addTokens(Properties properties, Listener listener) {
    String prefix = "listener.name." + listener.name().toLowerCase(Locale.ROOT) + ".";
    properties.put(prefix + "sasl.enabled.mechanisms", "OAUTHBEARER");
    properties.put(
        prefix + "oauthbearer.sasl.jaas.config",
        OAuthBearerLoginModule.class.getName() + " required;");
    properties.put(
        prefix + "oauthbearer.sasl.server.callback.handler.class", KafkaTokenCheck.class.getName());
    // A connection ends with its token, unless there is another one by then.
    properties.put(prefix + "oauthbearer.connections.max.reauth.ms", "3600000");
  }

  private static void addStore(Properties properties, String kind, Path file) {
    properties.put(kind + ".location", file.toString());
    properties.put(kind + ".password", TokenAuthority.STORE_PASSWORD);
    properties.put(kind + ".type", "PKCS12");
  }

  @Override
  public void close() {
    if (server != null) {
      stop();
    }
  }
}
