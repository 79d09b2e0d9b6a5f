package io.connectorroutes.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectorroutes.testing.Creations;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.TestSystem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
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

  private final HttpClient client = HttpClient.newHttpClient();
  private final ListAppender<ILoggingEvent> ofMicrometer = new ListAppender<>();
  private final Logger micrometer = (Logger) LoggerFactory.getLogger("io.micrometer");
  private TestSystem system;
  private int port;

  @BeforeAll
  void work(@TempDir Path home) throws Exception {
    ofMicrometer.start();
    micrometer.addAppender(ofMicrometer);
    port = FreePort.any();
    system =
        TestSystem.in(home)
            .with("management.port", String.valueOf(port))
            .with("graph.tenants.other.tenant-id", "other.example")
            .start();
    system.drop("all.jsonl", String.join("\n", Creations.texts(3)));
    system.drop(
        "bad.jsonl",
        """
        {"changeId":"gone-1","operation":"apiConnector.update","target":{"id":"gone"},\
        "properties":{"displayName":"x"}}
        {"changeId":"nobody-1","operation":"apiConnector.delete","tenant":"evil\\"tenant",\
        "target":{"id":"x"}}
        {"changeId":"unknown-1","operation":"apiConnector.\\"explode"}
        """);
    system.resultsOf("all.jsonl");
    system.resultsOf("bad.jsonl");
    await("connectorroutes_settle_seconds_count 6");
    await("connectorroutes_dead_letters{cause=\"Request_ResourceNotFound\"} 1.0");
    await("connectorroutes_jobs_open 0.0");
  }

  @AfterAll
  void stop() {
    system.close();
    micrometer.detachAppender(ofMicrometer);
  }

  @Test
  void whatIsDoneWaitsAndFailsIsCounted() throws Exception {
    assertThat(scrape().lines())
        .contains(
            "connectorroutes_changes_total{operation=\"apiConnector.create\",outcome=\"applied\","
                + "tenant=\"default\"} 3.0",
            "connectorroutes_changes_total{operation=\"apiConnector.update\",outcome=\"failed\","
                + "tenant=\"default\"} 1.0",
            "connectorroutes_changes_total{operation=\"other\",outcome=\"rejected\","
                + "tenant=\"default\"} 1.0",
            "connectorroutes_graph_requests_total{status=\"201\",tenant=\"default\"} 3.0",
            "connectorroutes_graph_requests_total{status=\"404\",tenant=\"default\"} 1.0",
            "connectorroutes_waiting{tenant=\"default\"} 0.0",
            "connectorroutes_waiting{tenant=\"other\"} 0.0",
            "connectorroutes_blocked{tenant=\"default\"} 0.0",
            "connectorroutes_oldest_waiting_seconds{tenant=\"default\"} 0.0",
            "connectorroutes_dead_letters{cause=\"Request_ResourceNotFound\"} 1.0",
            "connectorroutes_jobs_open 0.0",
            "connectorroutes_results_failed 0.0",
            "connectorroutes_files_grew_total 0.0",
            "connectorroutes_settle_seconds_count 6")
        .anyMatch(line -> line.startsWith("connectorroutes_settle_seconds_bucket{le=\"60.0\"}"))
        .anyMatch(line -> line.startsWith("connectorroutes_ledger_seconds_bucket{le=\"0.1\"}"))
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
