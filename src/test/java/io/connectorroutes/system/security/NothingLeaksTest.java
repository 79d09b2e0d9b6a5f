package io.connectorroutes.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.PostgresServer;
import io.connectorroutes.testing.RepeatingServer;
import io.connectorroutes.testing.TestKafka;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestTopic;
import io.connectorroutes.testing.TokenAuthority;
import io.connectorroutes.testing.WatchedProduct;
import io.connectorroutes.testing.canary.Canaries;
import io.connectorroutes.testing.canary.LogEverything;
import io.connectorroutes.testing.canary.Places;
import io.connectorroutes.testing.canary.Spellings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Key;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With every logger at TRACE and with MDC, in a JVM of its own, and with a Graph and an authority
 * that repeat every secret in every spelling: none is in a log, in what is printed, in a file of
 * the home, in the database, in an MBean, in health and metrics, or in an exception.
 */
class NothingLeaksTest {
  private static final String PASSWORD = "Kan4ry/pw+7f\"19c\\d3\u00fc";
  private static final String PFX_PASSWORD = "Kan4ry.pfx-8d41f0c3";
  private static final String FUNCTION_KEY = "Kan4ryKey_b5-0e92c7aa";
  private static final String CLIENT_SECRET = "Kan4ry~client.5e0b2d97";
  private static final String DATABASE_PASSWORD = "Kan4ry.db-31c9e7f2";
  private static final String LEDGER_KEY = Base64.getEncoder().encodeToString(key());

  /** As many as there are spellings of a secret, and some more. */
  private static final int CHANGES = 3 * (Spellings.of(PASSWORD).size() / 3 + 3);

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  @TempDir static Path brokers;
  private static TestQueue queue;
  private static TestKafka kafka;
  private static Path keys;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    keys = TokenAuthority.keyStore(brokers, "authority");
    queue = TestQueue.in(brokers.resolve("queue"));
    kafka = TestKafka.start(brokers.resolve("kafka"));
  }

  @AfterAll
  static void stop() {
    queue.close();
    kafka.close();
  }

  @Test
  void aloneWithSqlite() throws Exception {
    assertNothingLeaks(
        WatchedProduct.As.PROGRAM,
        List.of(
            "camel.main.useMdcLogging=true",
            "routes.directory=" + Path.of("routes").toAbsolutePath(),
            "ledger.key=" + LEDGER_KEY));
    assertThat(folder.resolve("home/data/ledger.db")).isNotEmptyFile();
  }

  @Test
  void inAnApplicationThatTracesWithPostgres() throws Exception {
    try (PostgresServer server = PostgresServer.start(folder.resolve("postgres"))) {
      Map<String, String> database = server.keys();
      database.put("ledger.password", DATABASE_PASSWORD);
      database.put("ledger.key", LEDGER_KEY);
      List<String> settings = new ArrayList<>();
      database.forEach((key, value) -> settings.add(key + "=" + value));
      settings.add("inbox.directory=inbox");
      settings.add("dead-letter.uri=file:" + folder.resolve("home/dead-letters"));
      assertNothingLeaks(WatchedProduct.As.PART_OF_AN_APPLICATION, settings);

      try (Connection connection =
          DriverManager.getConnection(
              database.get("ledger.url"), database.get("ledger.user"), "")) {
        Map<String, byte[]> tables = Places.tables(connection);
        assertThat(tables.keySet()).anyMatch(cell -> cell.contains("\"change\""));
        Canaries.assertNone(canaries(Set.of()).in(tables));
      }
    }
  }

  private void assertNothingLeaks(WatchedProduct.As as, List<String> own) throws Exception {
    Path told = folder.resolve("told");
    int port = FreePort.any();
    TestTopic topic = kafka.topic("changes-" + as.name().toLowerCase(Locale.ROOT), 1);
    List<String> lines = new ArrayList<>();
    try (RepeatingServer graph = new RepeatingServer(keys);
        ForkedJvm product =
            WatchedProduct.start(as, folder, options(), settings(graph, port, topic, told, own))) {
      send(topic);
      Awaitility.await()
          .alias("outcomes")
          .atMost(TIMEOUT)
          .until(() -> product.hasEnded() || count(told) == CHANGES + 3);
      Awaitility.await().atMost(TIMEOUT).until(() -> graph.refusals() > 0);
      Awaitility.await()
          .atMost(TIMEOUT)
          .until(() -> Files.exists(folder.resolve("home/results/rows.jsonl/manifest.json")));
      if (as == WatchedProduct.As.PART_OF_AN_APPLICATION) {
        product.writeLine(create("called"));
        product.writeLine(create("made-by-call"));
        product.writeLine(create("cut-call"));
        product.writeLine(
            create("refused").replace("{\"changeId", "{\"tenant\":\"other\",\"changeId"));
        product.writeLine("{\"password\":\"" + FUNCTION_KEY);
      }
      product.writeLine(WatchedProduct.LOOK);
      Awaitility.await().atMost(TIMEOUT).until(() -> Files.exists(folder.resolve("beans")));
      Canaries canaries = canaries(graph.secrets());
      for (String page : List.of("observe/health", "observe/metrics", "")) {
        Canaries.assertNone(canaries.in(page, page(port, page)));
      }
      product.endInput();
      lines.addAll(product.linesUntilTheEnd());

      assertThat(graph.writes()).isGreaterThanOrEqualTo(CHANGES);
      assertThat(graph.cut()).isPositive();
      assertThat(graph.secrets()).contains(PASSWORD, PFX_PASSWORD, FUNCTION_KEY, CLIENT_SECRET);
      Canaries.assertNone(canaries.in("what was printed", String.join("\n", lines)));
      Canaries.assertNone(canaries.below(folder, NothingLeaksTest::isOfSenders));
    }
    // Shown as a failure, it would fill pages.
    String log = Files.readString(folder.resolve("log"));
    assertThat(log.contains("TRACE org.apache.camel")).isTrue();
    assertThat(log.contains("camel.exchangeId=")).isTrue();
    assertThat(log.contains("Bearer ")).isFalse();
    assertThat(Files.readString(folder.resolve("beans")).contains("java.lang:type=Runtime"))
        .isTrue();
    assertThat(texts(told)).anyMatch(text -> text.contains("\"message\":\"no: <******>"));
  }

  private static boolean isOfSenders(Path path) {
    return Stream.of("inbox", "accepted", "refused").anyMatch(name -> path.endsWith(name));
  }

  private static Canaries canaries(Set<String> more) {
    Canaries canaries =
        new Canaries()
            .with("the password", PASSWORD)
            .with("the PFX's password", PFX_PASSWORD)
            .with("the function's key", FUNCTION_KEY)
            .with("the client secret", CLIENT_SECRET)
            .with("the database's password", DATABASE_PASSWORD)
            .with("the ledger's key", LEDGER_KEY);
    more.forEach(secret -> canaries.with("what was sent", secret));
    return canaries;
  }

  private static byte[] key() {
    byte[] key = new byte[32];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (7 * i + 3);
    }
    return key;
  }

  private List<String> options() throws IOException {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + keys,
        "-Djavax.net.ssl.trustStorePassword=" + TokenAuthority.STORE_PASSWORD,
        "-XX:TieredStopAtLevel=1",
        LogEverything.to(folder.resolve("log"), ""));
  }

  private static List<String> settings(
      RepeatingServer graph, int port, TestTopic topic, Path told, List<String> own) {
    List<String> settings = new ArrayList<>(own);
    settings.addAll(
        List.of(
            "graph.cloud=custom",
            "graph.endpoint=" + graph.uri(),
            "graph.authority=" + graph.uri(),
            "graph.credential=client-secret",
            "graph.tenant-id=11111111-2222-3333-4444-555555555555",
            "graph.client-id=66666666-7777-8888-9999-000000000000",
            "graph.client-secret=" + CLIENT_SECRET,
            "graph.tenants.other.tenant-id=" + RepeatingServer.REFUSED,
            "graph.budget=none",
            // The stand-in knows no batches.
            "graph.batch-size=1",
            "graph.lost-answer-wait=0",
            "certificates.check=off",
            "inbox.quiet=0",
            "management.port=" + port,
            "outcome.uri=file:" + told,
            "queue.url=" + queue.url(),
            "kafka.brokers=" + topic.brokers(),
            "kafka.topic=" + topic.name(),
            "kafka.group=" + topic.name()));
    return settings;
  }

  /** A third by each way, and what is rejected, cannot be read, or goes to who gets no token. */
  private void send(TestTopic topic) throws Exception {
    List<String> rows = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    List<String> records = new ArrayList<>();
    for (int i = 0; i < CHANGES / 3; i++) {
      String kind = i % 9 == 0 ? "cut" : i % 9 == 1 ? "made" : "bad";
      rows.add(create(kind + "-f" + i));
      messages.add(create(kind + "-q" + i));
      records.add(create(kind + "-k" + i));
    }
    rows.add(Json.object(upload()).toString());
    rows.add(
        create("unknown")
            .replace("{\"displayName", "{\"passwrod\":\"" + FUNCTION_KEY + "\",\"displayName"));
    records.add(create("waits").replace("{\"changeId", "{\"tenant\":\"other\",\"changeId"));
    messages.add("{\"password\":\"" + FUNCTION_KEY);
    Path inbox = Files.createDirectories(folder.resolve("home/inbox"));
    Path part = Files.writeString(inbox.resolve("rows.part"), String.join("\n", rows));
    Files.move(part, inbox.resolve("rows.jsonl"), StandardCopyOption.ATOMIC_MOVE);
    queue.send(messages.toArray(String[]::new));
    topic.send(records.toArray(String[]::new));
  }

  private static String create(String name) {
    ObjectNode change = Json.object("{'operation':'apiConnector.create'}");
    ObjectNode first = Json.object("{}");
    first.put("changeId", name).setAll(change);
    first
        .putObject("properties")
        .put("displayName", name)
        .put("targetUrl", "https://api.example/f?code=" + FUNCTION_KEY)
        .putObject("authenticationConfiguration")
        .put("@odata.type", "#microsoft.graph.basicAuthentication")
        .put("username", "u")
        .put("password", PASSWORD);
    return first.toString();
  }

  private String upload() throws Exception {
    char[] theirs = TokenAuthority.STORE_PASSWORD.toCharArray();
    char[] ours = PFX_PASSWORD.toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, theirs);
    }
    Key key = store.getKey("authority", theirs);
    store.setKeyEntry("authority", key, ours, store.getCertificateChain("authority"));
    Path pfx = brokers.resolve("upload.pfx");
    try (OutputStream out = Files.newOutputStream(pfx)) {
      store.store(out, ours);
    }
    return "{'changeId':'upload','operation':'apiConnector.uploadClientCertificate','target':"
        + "{'id':'x'},'properties':{'pkcs12Value':'%s','password':'%s'}}"
            .formatted(Base64.getEncoder().encodeToString(Files.readAllBytes(pfx)), PFX_PASSWORD);
  }

  private static long count(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private static List<String> texts(Path folder) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        texts.add(Files.readString(file));
      }
    }
    return texts;
  }

  private static String page(int port, String path) throws Exception {
    HttpResponse<String> page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(page.body()).as(path).isNotEmpty();
    return page.headers() + page.body();
  }
}
