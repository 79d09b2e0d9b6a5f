package io.connectorroutes.system.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Changes wait for a tenant whose configuration is taken away, and go on when it is put back. */
class UnconfiguredTenantTest {
  private static final String CLIENT = "66666666-7777-8888-9999-000000000000";
  private static final Logger CAMEL =
      (Logger) LoggerFactory.getLogger("io.connectorroutes.camel.ledger.TenantWaits");

  @TempDir Path home;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void watchLog() {
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    CAMEL.addAppender(log);
  }

  @AfterEach
  void stopWatching() {
    CAMEL.detachAppender(log);
  }

  @Test
  void aReplacedClientIdKeepsTheChangesWaiting() throws Exception {
    assertWaitsWithout(
        null,
        system -> system.with("graph.client-id", "another-app"),
        system -> system.with("graph.client-id", CLIENT),
        "graph.client-id of tenant default is not the one");
  }

  @Test
  void aRemovedAliasKeepsTheChangesWaiting() throws Exception {
    assertWaitsWithout(
        "north",
        system -> system.without("graph.tenants.north.tenant-id"),
        system -> system.with("graph.tenants.north.tenant-id", "north.example"),
        "tenant north (north.example) is not configured any more: set"
            + " graph.tenants.north.tenant-id and graph.tenants.north.client-id");
  }

  /** Another tenant id under the same alias is one more way to lose an account. */
  @Test
  void aReplacedTenantIdKeepsTheChangesWaiting() throws Exception {
    assertWaitsWithout(
        "north",
        system -> system.with("graph.tenants.north.tenant-id", "south.example"),
        system -> system.with("graph.tenants.north.tenant-id", "north.example"),
        "graph.tenants.north.tenant-id of tenant north is not the one");
  }

  /** Something done to a configuration. */
  private interface Edit {
    void apply(TestSystem system);
  }

  private void assertWaitsWithout(String tenant, Edit takeAway, Edit putBack, String reason)
      throws Exception {
    int port = FreePort.any();
    try (TestSystem system = TestSystem.in(home)) {
      system
          .with("management.port", "" + port)
          .with("graph.lost-answer-wait", "0")
          .with("graph.tenant-id", "contoso.example")
          .with("graph.client-id", CLIENT)
          .with("graph.tenants.north.tenant-id", "north.example");
      system
          .sandbox()
          .addFaults(
              List.of(
                  Fault.on("POST", "/v1.0/identity/apiConnectors")
                      .headers(Map.of("Retry-After", "1"))
                      .answer(429)));
      system.start().drop("a.json", change("c-1", tenant));
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> system.sandbox().faultsFired().size() == 1);
      system.stop();
      int requests = system.sandbox().journal().size();

      takeAway.apply(system);
      system.start().drop("b.json", change("c-2", tenant == null ? "north" : null));

      assertThat(system.outcomeOf("c-2").outcome()).isEqualTo(Outcome.APPLIED);
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(logged()).anyMatch(line -> line.contains(reason)));
      HttpResponse<String> health = get(port, "/observe/health");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body()).contains(reason);
      assertThat(get(port, "/observe/health/ready").statusCode()).isEqualTo(200);
      assertThat(system.application().ledger().reports().tenants())
          .singleElement()
          .satisfies(summary -> assertThat(summary.message()).contains(reason))
          .satisfies(summary -> assertThat(summary.tenant()).isEqualTo(tenant));
      assertThat(system.application().ledger().reports().history("c-1"))
          .singleElement()
          .satisfies(history -> assertThat(history.attempts()).hasSizeLessThan(4))
          .satisfies(history -> assertThat(history.outcomes()).isEmpty());
      assertThat(system.sandbox().journal()).as("a list and a POST").hasSize(requests + 2);
      assertThat(logged()).noneMatch(line -> line.contains(CLIENT));
      system.stop();

      putBack.apply(system);
      system.start();
      assertThat(system.outcomeOf("c-1").outcome()).isEqualTo(Outcome.APPLIED);
      assertThat(get(port, "/observe/health").statusCode()).isEqualTo(200);
    }
  }

  private List<String> logged() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static String change(String id, String tenant) {
    ObjectNode change = Requests.create(id, "Connector " + id);
    return (tenant == null ? change : change.put("tenant", tenant)).toString();
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.ofString());
  }
}
