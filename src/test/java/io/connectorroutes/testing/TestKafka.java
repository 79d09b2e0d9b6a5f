package io.connectorroutes.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** Kafka's own broker in the test's process, without ZooKeeper, on the loopback address alone. */
public final class TestKafka implements AutoCloseable {
  private final KafkaConfig config;
  private final String address;
  private KafkaRaftServer server;

  private TestKafka(KafkaConfig config, String address) {
    this.config = config;
    this.address = address;
  }

  /** Starts a broker. */
  public static TestKafka start(Path data) throws IOException {
    List<Integer> ports = FreePort.distinct(2);
    String address = "127.0.0.1:" + ports.get(0);
    String controller = "127.0.0.1:" + ports.get(1);
    TestKafka kafka = new TestKafka(formatted(data, address, controller), address);
    kafka.start();
    return kafka;
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

  private static KafkaConfig formatted(Path data, String address, String controller)
      throws IOException {
    Properties properties = properties(data, address, controller);
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

  private static Properties properties(Path data, String address, String controller) {
    Properties properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", "1");
    properties.put("controller.quorum.voters", "1@" + controller);
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("listeners", "PLAINTEXT://" + address + ",CONTROLLER://" + controller);
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

  @Override
  public void close() {
    if (server != null) {
      stop();
    }
  }
}
