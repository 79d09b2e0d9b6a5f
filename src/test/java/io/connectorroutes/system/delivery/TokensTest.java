package io.connectorroutes.system.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.DeadLetterCalls;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.Json;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TokenAuthority;
import io.connectorroutes.testing.TrustStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Tokens of a local authority, and what comes of their being refused. */
class TokensTest {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String OTHER_TENANT = "99999999-2222-3333-4444-555555555555";
  private static final String POSTS = "/*/identity/apiConnectors";

  @TempDir static Path keys;
  private static Path authorityKeys;

  @TempDir Path home;

  private final List<String> tokensSeen = new CopyOnWriteArrayList<>();
  private TokenAuthority authority;
  private TrustStore trust;

  @BeforeAll
  static void makeCertificate() throws Exception {
    authorityKeys = TokenAuthority.keyStore(keys, "authority");
  }

  @BeforeEach
  void startAuthority() throws Exception {
    authority = new TokenAuthority(authorityKeys);
    trust = TrustStore.of(authorityKeys);
  }

  @AfterEach
  void stopAuthority() {
    authority.close();
    trust.close();
  }

  @Test
  void aRefusedTokenIsReplacedByOneNewOne() throws Exception {
    try (TestSystem system = system(Fault.on("POST", POSTS).answer(401))) {
      system.start().drop("a.json", Requests.create("c-1", "One").toString());
      assertApplied(system.outcomeOf("c-1"));
      system.drop("b.json", Requests.create("c-2", "Two").toString());
      assertApplied(system.outcomeOf("c-2"));

      assertThat(system.sandbox().faultsFired()).hasSize(1);
      assertThat(authority.requests).hasSize(2);
      assertThat(tokensSeen)
          .as("a list, a POST that is refused, and both POSTs")
          .containsExactly("canary-token-1", "canary-token-1", "canary-token-2", "canary-token-2");
      assertThat(Files.readString(home.resolve("logs/outcomes.jsonl"))).doesNotContain("canary");
    }
  }

  @Test
  void aTokenThatCannotBeHadHoldsItsTenantBackAndNothingIsLost() throws Exception {
    authority.refusal =
        new TokenAuthority.Refusal(401, "invalid_client", "AADSTS7000215: Invalid client secret.");
    int port = FreePort.any();
    ListAppender<ILoggingEvent> log = watchLog();
    try (TestSystem system = system().with("management.port", "" + port).start()) {
      system.drop("a.json", Requests.create("c-1", "One").toString());

      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () -> {
                assertThat(health(port)).contains("no tenant can be used: default (no token");
                assertThat(system.application().ledger().reports().tenants())
                    .singleElement()
                    .satisfies(tenant -> assertThat(tenant.parkedUntil()).isNotNull())
                    .satisfies(tenant -> assertThat(tenant.waiting()).isEqualTo(1));
                assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .anyMatch(
                        line -> line.contains("Nothing is sent") && line.contains("AADSTS7000215"));
              });
      assertThat(DeadLetterCalls.open(system.application().ledger())).isEmpty();
      assertThat(system.sandbox().journal()).isEmpty();
      assertThat(authority.requests).isNotEmpty();

      authority.refusal = null;
      assertApplied(system.outcomeOf("c-1"));
      assertThat(health(port)).doesNotContain("no tenant can be used: default (no token");
      assertThat(system.writes()).hasSize(1);
      assertThat(home.resolve("dead-letters")).doesNotExist();
    }
  }

  @Test
  void aThrottleHoldsBackItsTenantAlone() throws Exception {
    try (TestSystem system =
        system(
            Fault.on("POST", POSTS)
                .tenant(TENANT)
                .headers(Map.of("Retry-After", "2"))
                .answer(429))) {
      system.with("graph.tenants.second.tenant-id", OTHER_TENANT).start();
      system.drop("a.json", Requests.create("c-1", "One").toString());
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> system.sandbox().faultsFired().size() == 1);
      ObjectNode elsewhere = Requests.create("c-2", "Two").put("tenant", "second");
      system.drop("b.json", elsewhere.toString());

      assertApplied(system.outcomeOf("c-2"));
      assertApplied(system.outcomeOf("c-1"));
      Instant until = system.sandbox().faultsFired().get(0).time().plusSeconds(2);
      assertThat(times(system, OTHER_TENANT))
          .as("a list and a POST")
          .hasSize(2)
          .allMatch(time -> time.isBefore(until));
      assertThat(times(system, TENANT).stream().skip(2))
          .isNotEmpty()
          .noneMatch(time -> time.isBefore(until));
    }
  }

  @Test
  void aTokenGoesToTheConfiguredHostAlone() throws Exception {
    try (Sandbox stranger = Sandbox.start(SandboxOptions.defaults());
        TestSystem system = system()) {
      Path routes = Files.createDirectories(home.resolve("routes"));
      Files.writeString(routes.resolve("stray.camel.yaml"), stray(stranger.root()));
      system.start();
      try (ProducerTemplate template = system.application().context().createProducerTemplate()) {
        Exchange exchange = template.send("direct:stray", e -> e.getMessage().setBody(null));

        assertThat(exchange.getException())
            .isNotNull()
            .rootCause()
            .hasMessageContaining("was held back");
      }
      assertThat(stranger.journal()).isEmpty();
      assertThat(authority.requests).isEmpty();
    }
  }

  /** A route of a user's that sends with the product's client to a host of its own. */
  private static String stray(URI host) {
    return """
    - route:
        id: stray
        errorHandler:
          noErrorHandler: {}
        from:
          uri: direct:stray
          steps:
            - setHeader:
                name: X-Connector-Routes-Account
                constant: %s/app
            - to:
                uri: %s/v1.0/identity/apiConnectors
                parameters:
                  httpClientConfigurer: "#connector-routes-graph-http-client"
                  headerFilterStrategy: "#connector-routes-graph-headers"
    """
        .formatted(TENANT, host);
  }

  private TestSystem system(Fault... faults) {
    return TestSystem.in(
            home,
            SandboxOptions.builder()
                .requireBearer(true)
                .tenantOf(this::tenantOf)
                .tls(authority.tls())
                .faults(List.of(faults))
                .build())
        .in(Externals.standard().withTokenClient(authority.client()))
        .with("graph.authority", authority.uri().toString())
        .with("graph.credential", "client-secret")
        .with("graph.tenant-id", TENANT)
        .with("graph.client-id", "app")
        .with("graph.client-secret", "canary-client-secret")
        .with("graph.lost-answer-wait", "300ms")
        .with("graph.max-attempts", "1");
  }

  private String tenantOf(String token) {
    tokensSeen.add(token);
    return authority.tenantOf(token);
  }

  private static ListAppender<ILoggingEvent> watchLog() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    // Read while it grows.
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    ((Logger) LoggerFactory.getLogger("io.connectorroutes.camel")).addAppender(log);
    return log;
  }

  private static void assertApplied(OutcomeRecord outcome) {
    assertThat(outcome.outcome()).as(outcome.message()).isEqualTo(Outcome.APPLIED);
  }

  private static List<Instant> times(TestSystem system, String tenant) {
    return system.sandbox().journal().stream()
        .filter(entry -> entry.tenant().equals(tenant))
        .map(JournalEntry::time)
        .toList();
  }

  private static String health(int port) throws IOException, InterruptedException {
    String body =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/health"))
                    .build(),
                BodyHandlers.ofString())
            .body();
    return Json.object(body).toString();
  }
}
