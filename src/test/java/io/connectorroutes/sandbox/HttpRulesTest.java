package io.connectorroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.connectorroutes.sandbox.GraphCaller.Back;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpRulesTest extends SandboxTest {
  private static final String PATH = "/v1.0/identity/apiConnectors";

  @BeforeEach
  void begin() {
    start(SandboxOptions.builder().clock(clock));
  }

  @Test
  void errorsHaveGraphsShapeAndHeaders() throws Exception {
    Back missing = graph.call("GET", PATH + "/none", null, "client-request-id", "11112222-aaaa");

    assertThat(missing.status()).isEqualTo(404);
    JsonNode inner = missing.body().at("/error/innerError");
    assertThat(inner.path("client-request-id").asText()).isEqualTo("11112222-aaaa");
    assertThat(inner.path("request-id").asText()).isEqualTo(missing.header("request-id"));
    assertThat(inner.path("date").asText()).isEqualTo("2026-11-21T10:00:00");
    assertThat(missing.header("client-request-id")).isEqualTo("11112222-aaaa");
    assertThat(missing.header("Date")).isNotEmpty();
    assertThat(missing.header("x-ms-ags-diagnostic")).contains("ServerInfo");
  }

  @Test
  void everyAnswerHasARequestIdOfItsOwn() throws Exception {
    Back one = graph.get(PATH);
    Back two = graph.get(PATH);

    assertThat(one.header("request-id")).isNotEqualTo(two.header("request-id"));
    assertThat(one.header("client-request-id")).isEqualTo(one.header("request-id"));
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, 415",
    "application/x-www-form-urlencoded, 415",
    "application/json; charset=utf-8, 201",
    "Application/JSON, 201",
  })
  void aBodyNeedsAContentTypeOfJson(String contentType, int status) throws Exception {
    Back back =
        graph.call("POST", PATH, GraphCaller.newApiConnector("Typed"), "Content-Type", contentType);

    assertThat(back.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {"{\"displayName\":", "{} {}", "{\"a\": 1, \"a\": 2}", "nonsense"})
  void aBodyMustBeOneJsonDocument(String body) throws Exception {
    Back back = graph.post(PATH, body);

    assertThat(back.status()).isEqualTo(400);
    assertThat(back.error()).contains("Unable to read JSON request payload");
    assertThat(lastEntry().body()).isNull();
  }

  @Test
  void aWriteWithoutBodyIsRefused() throws Exception {
    assertThat(graph.call("POST", PATH, null).error())
        .isEqualTo("The request body must be a JSON object.");
  }

  @ParameterizedTest
  @CsvSource({"GET", "DELETE"})
  void readsAndDeletesHaveNoBody(String method) throws Exception {
    assertThat(graph.call(method, PATH, "{}").error())
        .isEqualTo("A " + method + " request must not have a body.");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /v1.0/identity/apiConnectors, 405",
    "DELETE, /v1.0/identity/apiConnectors, 405",
    "GET, /v1.0/$batch, 405",
    "GET, /v1.0/identity/connectors, 400",
    "GET, /v1.0/users, 400",
    "GET, /v2.0/identity/apiConnectors, 400",
    "GET, /v1.0/identity//apiConnectors, 400",
    "GET, /v1.0/identity/x/../apiConnectors, 400",
    "GET, /v1.0/identity/x/%2e%2e/apiConnectors, 400",
    "GET, /v1.0/identity/APIconnectors, 400",
    "GET, /v1.0, 400",
    "GET, /, 400",
  })
  void unknownPathsAndMethodsAreRefused(String method, String path, int status) throws Exception {
    Back back = graph.call(method, path, null);

    assertThat(back.status()).isEqualTo(status);
    assertThat(back.error()).isNotEmpty();
    assertThat(lastEntry().path()).isEqualTo(path);
  }

  @Test
  void pathSegmentsAreDecodedOnce() throws Exception {
    Back back = graph.get(PATH + "/a%2Fb%20c+d%2525");

    assertThat(back.error())
        .isEqualTo("identityApiConnector 'a/b c+d%25' does not exist in this tenant.");
    assertThat(lastEntry().path()).isEqualTo(PATH + "/a%2Fb%20c+d%2525");
  }

  @Test
  void aBearerIsAskedForWhereRequired() throws Exception {
    close();
    start(SandboxOptions.builder().requireBearer(true));

    Back without = graph.get(PATH);
    Back with = graph.call("GET", PATH, null, "Authorization", "Bearer opaque");

    assertThat(without.status()).isEqualTo(401);
    assertThat(without.code()).isEqualTo("InvalidAuthenticationToken");
    assertThat(with.status()).isEqualTo(200);
    assertThat(graph.call("GET", PATH, null, "Authorization", "Basic x").status()).isEqualTo(401);
    assertThat(graph.call("GET", PATH, null, "Authorization", "Bearer ").status()).isEqualTo(401);
    assertThat(sandbox.journal())
        .allSatisfy(e -> assertThat(e.headers()).doesNotContainKey("authorization"));
  }

  @Test
  void theTenantComesFromTheTokenThenTheHeaderThenItIsTheDefault() throws Exception {
    String claims = "{\"tid\": \"contoso\"}";
    String token =
        "e30."
            + Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
            + ".c2ln";
    String[] json = {"Content-Type", "application/json"};
    String body = GraphCaller.newApiConnector("Of a tenant");

    graph.call(
        "POST",
        PATH,
        body,
        json[0],
        json[1],
        "Authorization",
        "Bearer " + token,
        "X-Sandbox-Tenant",
        "ignored");
    graph.call("POST", PATH, body, json[0], json[1], "X-Sandbox-Tenant", "fabrikam");
    graph.call("POST", PATH, body, json[0], json[1], "Authorization", "Bearer a.!.c");

    assertThat(sandbox.journal())
        .extracting(JournalEntry::tenant)
        .containsExactly("contoso", "fabrikam", "default");
    assertThat(sandbox.state().path("tenants").properties())
        .extracting(t -> t.getValue().path("apiConnectors").size())
        .containsExactly(1, 1, 1);
  }

  @Test
  void theTenantOfATokenCanBeGiven() throws Exception {
    close();
    start(SandboxOptions.builder().tenantOf(t -> t == null ? null : "tenant-of-" + t));

    graph.call("GET", PATH, null, "Authorization", "Bearer one");

    assertThat(lastEntry().tenant()).isEqualTo("tenant-of-one");
  }

  @Test
  void latencyIsWaitedForEachAnswer() throws Exception {
    close();
    start(SandboxOptions.builder().latency(Duration.ofMillis(120)));
    long before = System.nanoTime();

    graph.get(PATH);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(119));
  }

  @Test
  void theJournalKeepsTheLastOnes() throws Exception {
    close();
    start(SandboxOptions.builder().journalLimit(2));
    for (int i = 0; i < 3; i++) {
      graph.get(PATH);
    }

    assertThat(sandbox.journal()).extracting(JournalEntry::n).containsExactly(2L, 3L);
  }

  @Test
  void nothingThatHoldsSecretsShowsThem() throws Exception {
    String id = graph.apiConnector("Quiet");

    assertThat(lastEntry().body().toString()).contains("pass-of-Quiet");
    assertThat(lastEntry().toString()).doesNotContain("pass-of");
    assertThat(sandbox.lastSecret("default", id).orElseThrow().toString())
        .doesNotContain("pass-of");
    assertThat(sandbox.state().toString()).doesNotContain("pass-of").contains("******");
  }
}
