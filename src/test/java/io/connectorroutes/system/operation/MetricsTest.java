package io.connectorroutes.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.certificate.Identity;
import io.connectorroutes.certificate.PfxFile;
import io.connectorroutes.ledger.Workers;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.PrometheusServer;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TokenAuthority;
import io.connectorroutes.testing.TrustStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is measured of a run that has done some work. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Path DASHBOARD = Path.of("ops/grafana-dashboard.json");
  private static final Path RULES = Path.of("ops/prometheus-rules.yml");

  /** Those of the test are good for some days. */
  private static final String CERTIFICATE =
      "connectorroutes_certificate_expiry_seconds\\{kind=\"app\",tenant=\"other\"\\} [1-9].*";

  private static final String OF_CONNECTORS =
      "connectorroutes_certificate_expiry_seconds"
          + "\\{kind=\"apiConnector\",tenant=\"default\"\\} [1-9].*";

  /** A metric with what it is narrowed by, or the labels that are kept. */
  private static final Pattern SELECTOR =
      Pattern.compile("\\b([a-z]+(?:_[a-z]+)+)(?:\\{([^}]*)})?");

  private static final Pattern KEPT = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");
  private static final Pattern LABEL = Pattern.compile("(\\w+) *(?:=~|!=|=)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final ListAppender<ILoggingEvent> ofMicrometer = new ListAppender<>();
  private final Logger micrometer = (Logger) LoggerFactory.getLogger("io.micrometer");

  /** Gives no token: nobody listens there any more. */
  private TokenAuthority authority;

  private TrustStore trust;
  private TestSystem system;
  private int port;

  @BeforeAll
  void work(@TempDir Path home) throws Exception {
    ofMicrometer.start();
    micrometer.addAppender(ofMicrometer);
    port = FreePort.any();
    Path keys = TokenAuthority.keyStore(home, "authority");
    authority = new TokenAuthority(keys);
    authority.close();
    trust = TrustStore.of(keys);
    Path certificate = Files.writeString(home.resolve("app.pem"), TokenAuthority.pem(keys));
    Files.setPosixFilePermissions(certificate, PosixFilePermissions.fromString("rw-------"));
    system =
        TestSystem.in(home, SandboxOptions.builder().tls(authority.tls()).build())
            .with("management.port", String.valueOf(port))
            .with("graph.authority", authority.uri().toString())
            .with("graph.tenants.other.tenant-id", "other.example")
            .with("graph.tenants.other.client-id", "app")
            .with("graph.tenants.other.credential", "client-certificate")
            .with("graph.tenants.other.client-certificate", certificate.toString())
            .start();
    system.drop(
        "all.jsonl", String.join("\n", Creations.text(0), Creations.text(1), withCertificate()));
    system.drop(
        "waits.jsonl",
        """
        {"changeId":"later-1","operation":"apiConnector.delete","notBefore":"2999-01-01T00:00:00Z",\
        "target":{"id":"later"}}
        {"changeId":"waits-1","operation":"apiConnector.delete","tenant":"other",\
        "target":{"id":"x"}}
        """);
    system.drop(
        "bad.jsonl",
        """
        {"changeId":"gone-1","operation":"apiConnector.update","target":{"id":"gone"},\
        "properties":{"displayName":"x"}}
        {"changeId":"nobody-1","operation":"apiConnector.delete","tenant":"evil\\"tenant",\
        "target":{"id":"x"}}
        {"changeId":"unknown-1","operation":"apiConnector.\\"explode"}
        no JSON
        """);
    system.resultsOf("all.jsonl");
    system.resultsOf("bad.jsonl");
    await("connectorroutes_settle_seconds_count 7");
    await("connectorroutes_dead_letters{cause=\"Request_ResourceNotFound\"} 1.0");
    await("connectorroutes_jobs_open 1.0");
    Awaitility.await()
        .alias("the tenant without a token is parked")
        .atMost(TIMEOUT)
        .until(() -> scrape().contains("connectorroutes_parked_seconds_total{reason=\"noToken\""));
  }

  private static String withCertificate() throws Exception {
    ObjectNode change = Requests.create("id-2", "connector-2");
    ((ObjectNode) change.path("properties"))
        .putObject("authenticationConfiguration")
        .put("@odata.type", "#microsoft.graph.pkcs12Certificate")
        .put("pkcs12Value", new PfxFile("p").base64(Identity.server()))
        .put("password", "p");
    return change.toString();
  }

  @AfterAll
  void stop() {
    trust.close();
    system.close();
    micrometer.detachAppender(ofMicrometer);
  }

  @Test
  void whatIsDoneWaitsAndFailsIsCounted() {
    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertCounted(scrape().lines().toList()));
  }

  private static void assertCounted(List<String> lines) {
    assertThat(lines)
        .contains(
            "connectorroutes_changes_total{operation=\"apiConnector.create\",outcome=\"applied\","
                + "tenant=\"default\"} 3.0",
            "connectorroutes_changes_total{operation=\"apiConnector.update\",outcome=\"failed\","
                + "tenant=\"default\"} 1.0",
            "connectorroutes_changes_total{operation=\"other\",outcome=\"rejected\","
                + "tenant=\"default\"} 1.0",
            "connectorroutes_changes_total{operation=\"apiConnector.delete\",outcome=\"rejected\","
                + "tenant=\"_other\"} 1.0",
            "connectorroutes_changes_total{operation=\"other\",outcome=\"rejected\","
                + "tenant=\"_other\"} 1.0",
            "connectorroutes_graph_requests_total{status=\"201\",tenant=\"default\"} 3.0",
            "connectorroutes_graph_requests_total{status=\"404\",tenant=\"default\"} 1.0",
            "connectorroutes_waiting{tenant=\"default\"} 1.0",
            "connectorroutes_blocked{tenant=\"default\"} 0.0",
            "connectorroutes_oldest_waiting_seconds{tenant=\"default\"} 0.0",
            "connectorroutes_dead_letters{cause=\"Request_ResourceNotFound\"} 1.0",
            "connectorroutes_jobs_open 1.0",
            "connectorroutes_results_failed 0.0",
            "connectorroutes_files_grew_total 0.0",
            "connectorroutes_settle_seconds_count 7")
        .anyMatch(line -> line.startsWith("connectorroutes_settle_seconds_bucket{le=\"60.0\"}"))
        .anyMatch(line -> line.startsWith("connectorroutes_ledger_seconds_bucket{le=\"0.1\"}"))
        .anyMatch(line -> line.matches(CERTIFICATE))
        .anyMatch(line -> line.matches(OF_CONNECTORS))
        .anyMatch(
            line -> line.startsWith("connectorroutes_budget_used_ratio{tenant=\"default\"} 0.0"));
  }

  @Test
  void nothingOfAChangeIsALabel() throws Exception {
    assertThat(scrape())
        .doesNotContain("id-0", "gone-1", "nobody-1", "evil", "explode", "connector-1");
  }

  @Test
  void theProcessItsJvmAndCamelAreMeasured() throws Exception {
    assertThat(scrape())
        .contains(
            "jvm_memory_used_bytes{",
            "jvm_threads_live_threads ",
            "jvm_info{",
            "process_cpu_usage ",
            "process_files_open_files ",
            "process_uptime_seconds ",
            "camel_exchanges_total{",
            "camel_exchanges_last_timestamp ");
  }

  /** Camel would make the gauge of the last exchange twice, by two threads. */
  @Test
  void nothingIsRegisteredTwice() {
    assertThat(ofMicrometer.list).isEmpty();
  }

  /** What the alert of a ledger that is away goes by. */
  @Test
  void anIdleRunCommitsAgainAndAgainAndNothingWhileItsLedgerIsLocked() throws Exception {
    awaitCommitsAfter(commits());
    String url = "jdbc:sqlite:" + system.home().resolve("data/ledger.db");
    try (Connection other = DriverManager.getConnection(url);
        Statement statement = other.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 60000");
      statement.execute("BEGIN EXCLUSIVE");
      awaitProblem(true);
      double before = commits();
      Awaitility.await()
          .during(Workers.BEAT.plusSeconds(2))
          .atMost(TIMEOUT)
          .until(this::commits, count -> count == before);
      assertThat(commits()).isEqualTo(before);
      assertThat(scrape()).as("it is read as before").contains("connectorroutes_jobs_open 1.0");
      statement.execute("ROLLBACK");
      awaitCommitsAfter(before);
    }
    awaitProblem(false);
  }

  private void awaitProblem(boolean isThere) {
    Awaitility.await()
        .alias("a problem of the ledger: " + isThere)
        .atMost(TIMEOUT)
        .until(() -> system.application().ledger().problem().isPresent() == isThere);
  }

  private void awaitCommitsAfter(double count) {
    Awaitility.await()
        .alias("more transactions than " + count)
        .atMost(TIMEOUT)
        .until(this::commits, now -> now > count);
  }

  private double commits() throws IOException, InterruptedException {
    return scrape()
        .lines()
        .filter(line -> line.startsWith("connectorroutes_ledger_seconds_count "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void eachQueryOfTheDashboardAndEachRuleFindsWhatItNames(@TempDir Path folder) throws Exception {
    PrometheusServer.require();
    try (PrometheusServer prometheus = PrometheusServer.start(folder, port, RULES)) {
      JsonNode dashboard = Json.object(Files.readString(DASHBOARD));
      List<String> queries = dashboard.findValuesAsText("expr");
      assertThat(queries).hasSizeGreaterThan(20);
      for (String query : queries) {
        awaitSeries(
            prometheus,
            query
                .replace("$tenant", ".*")
                .replace("$instance", ".*")
                .replace("$__rate_interval", "2m"));
      }
      for (JsonNode rule : prometheus.rules()) {
        assertNamesWhatIsThere(prometheus, rule.path("query").asText());
      }
      Awaitility.await()
          .atMost(TIMEOUT)
          .until(
              () -> prometheus.rules().findValuesAsText("health"),
              health -> health.size() == 9 && health.stream().allMatch("ok"::equals));
    }
  }

  private static void awaitSeries(PrometheusServer prometheus, String query) {
    Awaitility.await()
        .alias(query)
        .atMost(TIMEOUT)
        .until(() -> prometheus.query(query), series -> !series.isEmpty());
  }

  /** Its numbers are such that it gives nothing here. */
  private static void assertNamesWhatIsThere(PrometheusServer prometheus, String expression)
      throws Exception {
    Set<String> kept = new HashSet<>();
    KEPT.matcher(expression).results().forEach(m -> kept.addAll(List.of(m.group(1).split(", *"))));
    List<MatchResult> selectors =
        SELECTOR
            .matcher(expression)
            .results()
            .filter(m -> m.group(1).startsWith("connectorroutes_"))
            .toList();
    assertThat(selectors).as(expression).isNotEmpty();
    for (MatchResult selector : selectors) {
      awaitSeries(prometheus, selector.group(1));
      Set<String> labels = new HashSet<>(kept);
      if (selector.group(2) != null) {
        LABEL.matcher(selector.group(2)).results().forEach(m -> labels.add(m.group(1)));
      }
      JsonNode metric = prometheus.query(selector.group(1)).path(0).path("metric");
      assertThat(metric.fieldNames()).toIterable().as(expression).containsAll(labels);
    }
  }

  private void await(String line) {
    Awaitility.await()
        .alias(line)
        .atMost(TIMEOUT)
        .until(() -> scrape().lines().anyMatch(line::equals));
  }

  private String scrape() throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/observe/metrics");
    HttpResponse<String> answer =
        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }
}
