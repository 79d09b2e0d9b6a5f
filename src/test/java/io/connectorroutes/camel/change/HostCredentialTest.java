package io.connectorroutes.camel.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.HostApplication;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TokenAuthority;
import io.connectorroutes.testing.TrustStore;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Calls with the credential of the application around. */
class HostCredentialTest {
  private static final String CALL = "connector-change:call";
  private static final String POSTS = "/v1.0/identity/apiConnectors";

  @TempDir static Path keys;
  private static Path serverKeys;

  @TempDir Path home;

  private final List<String> tokensSeen = new CopyOnWriteArrayList<>();
  private final Credential credential = new Credential();
  private TrustStore trust;
  private Sandbox sandbox;

  /** Gives a new token each time. */
  private static final class Credential implements TokenCredential {
    private final List<TokenRequestContext> asked = new CopyOnWriteArrayList<>();
    private volatile RuntimeException failure;

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
      asked.add(request);
      return failure == null
          ? Mono.just(
              new AccessToken(
                  "token-" + asked.size(), OffsetDateTime.now(ZoneOffset.UTC).plusHours(1)))
          : Mono.error(failure);
    }
  }

  @BeforeAll
  static void makeKeys() throws Exception {
    serverKeys = TokenAuthority.keyStore(keys, "authority");
  }

  @BeforeEach
  void startSandbox() throws Exception {
    trust = TrustStore.of(serverKeys);
    sandbox =
        Sandbox.start(
            SandboxOptions.builder()
                .tls(TokenAuthority.tls(serverKeys))
                .requireBearer(true)
                .tenantOf(
                    token -> {
                      tokensSeen.add(token);
                      return null;
                    })
                .build());
  }

  @AfterEach
  void stop() {
    sandbox.close();
    trust.close();
  }

  private HostApplication host(String... settings) throws Exception {
    return HostApplication.with(home, sandbox)
        .keys("graph.credential=", "graph.tenant-id=first", "token-credential=theirs")
        .keys(settings)
        .bind("theirs", credential)
        .start();
  }

  private static String create(String tenant) {
    ObjectNode change = Requests.create("c-1", "Of " + tenant);
    return (tenant == null ? change : change.put("tenant", tenant)).toString();
  }

  @Test
  void itServesEachTenantThatHasNoneOfItsOwn() throws Exception {
    try (HostApplication host =
        host(
            "graph.tenants.second.tenant-id=second",
            "graph.authority=https://localhost:" + FreePort.any(),
            "graph.tenants.third.tenant-id=third",
            "graph.tenants.third.client-id=app",
            "graph.tenants.third.credential=client-secret",
            "graph.tenants.third.client-secret=" + Requests.CANARY)) {
      host.send(CALL, create(null));
      host.send(CALL, create(null));
      host.send(CALL, create("second"));
      assertThat(catchThrowable(() -> host.send(CALL, create("third"))))
          .isInstanceOf(NoTokenException.class)
          .hasMessageContaining("the authority does not answer");
    }

    assertThat(tokensSeen).containsExactly("token-1", "token-1", "token-2");
    assertThat(credential.asked)
        .extracting(TokenRequestContext::getTenantId)
        .containsExactly("first", "second");
    assertThat(credential.asked)
        .allMatch(asked -> asked.getScopes().equals(List.of(sandbox.root() + "/.default")));
  }

  @Test
  void aRefusedTokenIsReplacedByOneNewOneThatAnswersTheChallenge() throws Exception {
    String claims = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1604106651\"}}}";
    String challenge =
        "Bearer realm=\"\", error=\"insufficient_claims\", claims=\""
            + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8))
            + "\"";
    sandbox.addFaults(
        List.of(
            Fault.on("POST", POSTS).headers(Map.of("WWW-Authenticate", challenge)).answer(401),
            Fault.on("POST", POSTS).skip(1).times(2).answer(401)));
    try (HostApplication host = host()) {
      assertThat((Map<?, ?>) host.send(CALL, create(null)))
          .extracting("outcome")
          .isEqualTo("applied");
      assertThat(tokensSeen).containsExactly("token-1", "token-2");
      assertThat(credential.asked)
          .extracting(TokenRequestContext::getClaims)
          .containsExactly(null, claims);

      assertThat(catchThrowable(() -> host.send(CALL, create(null))))
          .isInstanceOf(NoTokenException.class)
          .satisfies(
              failure -> assertThat(((NoTokenException) failure).getStatus()).isEqualTo(401));
      assertThat(tokensSeen).as("one new one, and no third").hasSize(4);
    }
    assertThat(sandbox.faultsFired()).hasSize(3);
  }

  @Test
  void aCredentialThatFailsIsNotQuoted() throws Exception {
    credential.failure = new IllegalStateException(Requests.CANARY);
    try (HostApplication host = host()) {
      assertThat(catchThrowable(() -> host.send(CALL, create(null))))
          .isInstanceOf(NoTokenException.class)
          .hasMessageContaining(
              "token-credential, the application's own, gave none (IllegalStateException)")
          .hasNoCause()
          .message()
          .doesNotContain(Requests.CANARY);
    }
    assertThat(sandbox.journal()).isEmpty();
  }
}
