package io.connectorroutes.system.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.GraphServer;
import io.connectorroutes.testing.HaltingLedger;
import io.connectorroutes.testing.ProductProcess;
import io.connectorroutes.testing.SilentServer;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TokenAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The HTTP client does what the ledger says and no more: no retry, no cookie and no redirect of its
 * own, on http and https alike.
 */
class HttpExitTest {
  @TempDir Path folder;

  @Test
  void eachRequestOverHttpIsOneOfTheLedger() throws Exception {
    try (GraphServer graph = throttling(GraphServer.http());
        TestSystem system = system(graph).start()) {
      system.drop("one.jsonl", delete("c-1", null) + delete("c-2", null));
      List<OutcomeRecord> outcomes = List.of(system.outcomeOf("c-1"), system.outcomeOf("c-2"));

      assertThat(outcomes).allMatch(o -> o.outcome() == Outcome.APPLIED);
      assertThat(outcomes.stream().mapToInt(OutcomeRecord::graphRequests).sum())
          .isEqualTo(graph.requests().size())
          .isEqualTo(4);
      assertThat(graph.isPlanUsedUp()).isTrue();
    }
  }

  @Test
  void eachRequestOverHttpsIsOneOfTheLedger() throws Exception {
    Path keys = TokenAuthority.keyStore(folder, "authority");
    try (TokenAuthority authority = new TokenAuthority(keys);
        GraphServer graph = throttling(GraphServer.https(TokenAuthority.tls(keys)));
        TestSystem system = system(graph)) {
      system
          .with("graph.credential", "client-secret")
          .with("graph.authority", authority.uri().toString())
          .with("graph.tenant-id", "11111111-2222-3333-4444-555555555555")
          .with("graph.client-id", "66666666-7777-8888-9999-000000000000")
          .with("graph.client-secret", "s");
      system.drop("one.jsonl", delete("c-1", null) + delete("c-2", null));
      List<String> arguments = new ArrayList<>(system.settings());
      arguments.add("-Djavax.net.ssl.trustStore=" + keys);
      arguments.add("-Djavax.net.ssl.trustStorePassword=" + TokenAuthority.STORE_PASSWORD);
      try (ForkedJvm product =
          ProductProcess.start(system.home(), HaltingLedger.Moment.NEVER, arguments)) {
        List<JsonNode> outcomes = twoOutcomes(system.home());
        product.endInput();
        assertThat(product.linesUntilTheEnd()).isNotEmpty();

        assertThat(outcomes).allMatch(o -> o.path("outcome").asText().equals("applied"));
        assertThat(outcomes.stream().mapToInt(o -> o.path("graphRequests").asInt()).sum())
            .isEqualTo(graph.requests().size())
            .isEqualTo(4);
      }
      assertThat(graph.isPlanUsedUp()).isTrue();
      assertThat(graph.requests())
          .allSatisfy(
              request ->
                  assertThat(request.headers().get("authorization"))
                      .singleElement()
                      .asString()
                      .startsWith("Bearer canary-token-"));
    }
  }

  @Test
  void noCookieIsKept() throws Exception {
    Map<String, String> cookie = Map.of("Set-Cookie", "session=of-tenant-a; Path=/");
    try (GraphServer graph = GraphServer.http();
        TestSystem system = system(graph).with("graph.tenants.b.tenant-id", "b").start()) {
      graph.answering(204, cookie);
      system.drop("a.jsonl", delete("c-1", null));
      system.outcomeOf("c-1");
      system.drop("b.jsonl", delete("c-2", "b") + delete("c-3", null));
      system.outcomeOf("c-2");
      system.outcomeOf("c-3");

      assertThat(graph.isPlanUsedUp()).isTrue();
      assertThat(graph.requests())
          .hasSize(3)
          .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("cookie"));
    }
  }

  @Test
  void noRedirectIsFollowed() throws Exception {
    try (GraphServer graph = GraphServer.http();
        SilentServer evil = new SilentServer();
        TestSystem system = system(graph).start()) {
      graph
          .answering(302, Map.of("Location", evil.root() + "/v1.0/x"))
          .answering(307, Map.of("Location", evil.root() + "/v1.0/x"))
          .answering(307, Map.of("Location", graph.root() + "/v1.0/elsewhere"));
      system.drop("one.jsonl", delete("c-1", null) + delete("c-2", null) + delete("c-3", null));
      for (String id : List.of("c-1", "c-2", "c-3")) {
        assertThat(system.outcomeOf(id).outcome()).isEqualTo(Outcome.FAILED);
      }

      assertThat(graph.isPlanUsedUp()).isTrue();
      assertThat(graph.requests())
          .hasSize(3)
          .allSatisfy(r -> assertThat(r.rawUri()).startsWith("/v1.0/identity/apiConnectors/c-"));
      assertThat(evil.connections()).isZero();
    }
  }

  private TestSystem system(GraphServer graph) {
    return TestSystem.in(folder.resolve("home"))
        .with("graph.endpoint", graph.root().toString())
        .with("graph.batch-size", "1");
  }

  private static GraphServer throttling(GraphServer graph) {
    return graph.answering(503, Map.of()).answering(429, Map.of("Retry-After", "1"));
  }

  private static List<JsonNode> twoOutcomes(Path home) {
    Path log = home.resolve("logs/outcomes.jsonl");
    return Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              List<JsonNode> outcomes = new ArrayList<>();
              if (Files.exists(log)) {
                for (String line : Files.readAllLines(log)) {
                  outcomes.add(new ObjectMapper().readTree(line));
                }
              }
              return outcomes;
            },
            outcomes -> outcomes.size() == 2);
  }

  /** A request without a body: one with a body the client could not send again anyway. */
  private static String delete(String id, String tenant) {
    String alias = Optional.ofNullable(tenant).map(t -> ",\"tenant\":\"" + t + "\"").orElse("");
    return """
    {"changeId":"%1$s","operation":"apiConnector.delete","target":{"id":"%1$s"}%2$s}
    """
        .formatted(id, alias);
  }
}
