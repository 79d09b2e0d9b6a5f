package io.connectorroutes.testing;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * RabbitMQ as Debian installs it, as a process of the test's own: its name, files and ports have
 * nothing to do with a RabbitMQ that the machine runs.
 */
public final class RabbitBroker implements AutoCloseable {
  private static final Path BIN = Path.of("/usr/lib/rabbitmq/bin");
  private static final Path SERVER = BIN.resolve("rabbitmq-server");

  /** What it says of each connection and session, which says nothing of what went wrong. */
  private static final Pattern USUAL = Pattern.compile("granted access|accepting AMQP connection");

  private static final Duration TIMEOUT = Duration.ofMinutes(4);
  private static final int MOST_OF_LOG = 8_000;

  private final Path folder;
  private final int port;
  private final int portOfNames;
  private final int portOfNodes;
  private final Process names;
  private Process server;

  private RabbitBroker(Path folder) throws IOException {
    this.folder = folder;
    List<Integer> ports = FreePort.distinct(3);
    port = ports.get(0);
    portOfNames = ports.get(1);
    portOfNodes = ports.get(2);
    Files.writeString(
        folder.resolve("rabbitmq.conf"),
        "listeners.tcp.local = 127.0.0.1:%d\nlog.file = false\nlog.console = true\n"
            .formatted(port));
    // In RabbitMQ 4 AMQP 1.0 is part of the server, and the plugin is there and does nothing.
    Files.writeString(folder.resolve("enabled_plugins"), "[rabbitmq_amqp1_0].\n");
    names =
        process("names.log", "epmd", "-address", "127.0.0.1", "-port", String.valueOf(portOfNames));
  }

  /** Whether it is installed. */
  public static boolean isInstalled() {
    return Files.isExecutable(SERVER);
  }

  /** Starts a broker. */
  public static RabbitBroker start(Path folder) throws IOException {
    RabbitBroker broker = new RabbitBroker(Files.createDirectories(folder));
    broker.start();
    return broker;
  }

  /** Starts it again after {@link #kill}. */
  public void start() throws IOException {
    Path log = folder.resolve("server.log");
    Files.deleteIfExists(log);
    server = process("server.log", SERVER.toString());
    Awaitility.await()
        .alias("RabbitMQ is up")
        .atMost(TIMEOUT)
        .until(() -> !server.isAlive() || Files.readString(log).contains("startup complete"));
    if (!server.isAlive()) {
      throw new IOException("RabbitMQ did not start: " + Files.readString(log));
    }
  }

  /**
   * Writes its queues from its log of transactions into its tables: what is known of them after
   * {@link #kill} does not depend on when that comes.
   */
  public void keepQueues() throws IOException, InterruptedException {
    Process control =
        process("control.log", BIN.resolve("rabbitmqctl").toString(), "eval", "mnesia:dump_log().");
    boolean ended = control.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    String said = Files.readString(folder.resolve("control.log"));
    if (!ended || control.exitValue() != 0 || !said.contains("dumped")) {
      throw new IOException("RabbitMQ did not write its queues: " + said);
    }
  }

  /** Ends it as a power cut would. */
  public void kill() {
    end(server);
  }

  /** What it said since it was started, of each connection aside, or the end of that. */
  public String log() {
    try (Stream<String> lines = Files.lines(folder.resolve("server.log"))) {
      String all = lines.filter(line -> !USUAL.matcher(line).find()).collect(joining("\n"));
      return all.substring(Math.max(0, all.length() - MOST_OF_LOG));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** For {@code queue.url}. */
  public URI url() {
    return URI.create("amqp://127.0.0.1:" + port);
  }

  private Process process(String log, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(List.of(command));
    builder.environment().putAll(environment());
    return builder
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(log).toFile())
        .start();
  }

  private Map<String, String> environment() {
    return Map.ofEntries(
        Map.entry("HOME", folder.toString()),
        Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
        Map.entry("ERL_EPMD_PORT", String.valueOf(portOfNames)),
        Map.entry("RABBITMQ_NODENAME", "connector-routes-test@localhost"),
        Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
        Map.entry("RABBITMQ_NODE_PORT", String.valueOf(port)),
        Map.entry("RABBITMQ_DIST_PORT", String.valueOf(portOfNodes)),
        Map.entry(
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
        Map.entry("RABBITMQ_CONF_ENV_FILE", "/dev/null"),
        Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString()),
        Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("enabled_plugins").toString()),
        Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString()),
        Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
        Map.entry("RABBITMQ_PID_FILE", folder.resolve("pid").toString()),
        // The script becomes the server, so that the process is the server's own.
        Map.entry("RUNNING_UNDER_SYSTEMD", "true"));
  }

  private static void end(Process process) {
    process.destroyForcibly();
    try {
      process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end(server);
    end(names);
  }
}
