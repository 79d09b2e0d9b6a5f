package io.connectorroutes.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The product as its user runs it: the command {@code run} on a home, in its own process. */
final class Ours implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  private final Path home;
  private final Jvm jvm;

  /** Bytes of the outcome log that were read so far. */
  private long logRead;

  /** Lines in them. */
  private long logLines;

  private Ours(Path home, Jvm jvm) {
    this.home = home;
    this.jvm = jvm;
  }

  /**
   * Starts it.
   *
   * @param tenants how many are configured, by the aliases of {@link Seeded}
   * @param more keys of the configuration besides
   */
  static Ours start(Graph graph, Path home, int tenants, Map<String, String> more)
      throws IOException {
    Properties properties = new Properties();
    properties.put("graph.cloud", "custom");
    properties.put("graph.endpoint", graph.root().toString());
    properties.put("graph.authority", graph.authority().toString());
    properties.put("graph.credential", "client-secret");
    properties.put("graph.client-id", "bench");
    properties.put("graph.client-secret", "bench");
    properties.put("management.port", "0");
    properties.put("routes.directory", Path.of("routes").toAbsolutePath().toString());
    for (int i = 0; i < tenants; i++) {
      properties.put("graph.tenants." + Seeded.tenantAlias(i) + ".tenant-id", Seeded.tenantId(i));
    }
    properties.putAll(more);
    write(properties, Files.createDirectories(home.resolve("config")));
    Files.createDirectories(home.resolve("inbox"));
    List<String> options = new ArrayList<>(graph.trustOptions());
    String profile = System.getProperty("bench.profile");
    if (profile != null) {
      options.add("-XX:StartFlightRecording:settings=profile,filename=" + profile);
    }
    return new Ours(
        home,
        Jvm.product(
            home.resolve("run.log"), options, "run", "--home", home.toAbsolutePath().toString()));
  }

  private static void write(Properties properties, Path folder) throws IOException {
    StringWriter text = new StringWriter();
    properties.store(text, null);
    Files.writeString(folder.resolve("application.properties"), text.toString());
  }

  /** Drops a file into the inbox, as a careful sender does. */
  void drop(String name, List<String> lines) throws IOException {
    Path part = home.resolve("inbox").resolve(name + ".part");
    Files.write(part, lines);
    Files.move(part, home.resolve("inbox").resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Waits for a job's result files and gives their manifest. */
  JsonNode manifest(String job) throws IOException {
    Path manifest = home.resolve("results").resolve(job).resolve("manifest.json");
    await(() -> Files.exists(manifest), "the results of " + job);
    return MAPPER.readTree(manifest.toFile());
  }

  /** Waits until so many outcomes whose change id begins so are published, and gives them. */
  List<JsonNode> outcomes(String prefix, int count) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    await(
        () -> {
          found.clear();
          found.addAll(published(prefix));
          return found.size() >= count;
        },
        count + " outcomes of " + prefix);
    return found;
  }

  /** How many outcomes are published; what was there at the last look is not read again. */
  long published() throws IOException {
    Path log = home.resolve("logs/outcomes.jsonl");
    if (!Files.exists(log)) {
      return 0;
    }
    try (FileChannel channel = FileChannel.open(log)) {
      channel.position(logRead);
      ByteBuffer part = ByteBuffer.allocate(1 << 16);
      while (channel.read(part) > 0) {
        part.flip();
        logRead += part.remaining();
        while (part.hasRemaining()) {
          logLines += part.get() == '\n' ? 1 : 0;
        }
        part.clear();
      }
    }
    return logLines;
  }

  private List<JsonNode> published(String prefix) throws IOException {
    Path log = home.resolve("logs/outcomes.jsonl");
    List<JsonNode> published = new ArrayList<>();
    for (String line : Files.exists(log) ? Files.readAllLines(log) : List.<String>of()) {
      // The last line may be half written.
      if (line.endsWith("}") && line.contains("\"changeId\":\"" + prefix)) {
        published.add(MAPPER.readTree(line));
      }
    }
    return published;
  }

  /** Processor time so far. */
  Duration cpu() {
    return jvm.cpu();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(Condition condition, String what) throws IOException {
    Instant end = Instant.now().plus(TIMEOUT);
    while (!condition.holds()) {
      if (!jvm.isAlive() || Instant.now().isAfter(end)) {
        throw new IOException(
            "waited in vain for "
                + what
                + "; it said: "
                + Files.readString(home.resolve("run.log")));
      }
      LockSupport.parkNanos(LOOK);
    }
  }

  /** Ends it without waiting for slow answers. */
  void kill() {
    jvm.kill();
  }

  @Override
  public void close() {
    jvm.close();
  }
}
