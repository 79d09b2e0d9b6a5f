package io.connectorroutes.system.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.connectorroutes.change.Outcome;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.ConnectProxy;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.HaltingLedger;
import io.connectorroutes.testing.MachineIdentity;
import io.connectorroutes.testing.PrivateCa;
import io.connectorroutes.testing.ProductProcess;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TokenAuthority;
import io.connectorroutes.testing.TrustStore;
import io.connectorroutes.testing.VaultServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Java's proxy and trust settings hold for tokens, Key Vault and Graph alike, in a process of their
 * own: all of them have certificates of a private authority.
 */
class ProxyTest {
  private static final String VAULT = "company.vault.azure.net:443";

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path keys;
  private static Path trusted;
  private static SSLContext vaultTls;

  @BeforeAll
  static void makeCertificates() throws Exception {
    PrivateCa ca = new PrivateCa();
    keys = ca.serverStore(shared, "localhost", "127.0.0.1");
    trusted = ca.trustStore(shared);
    vaultTls = ca.server("*.vault.azure.net");
  }

  @Test
  void allGoesThroughTheProxy() throws Exception {
    try (ConnectProxy proxy = ConnectProxy.open()) {
      assertAllGoesThrough(proxy, List.of());
    }
  }

  @Test
  void allGoesThroughTheProxyAfterALogin() throws Exception {
    try (ConnectProxy proxy = ConnectProxy.withLogin("worker", "canary-proxy")) {
      assertAllGoesThrough(
          proxy,
          List.of(
              "-Dhttps.proxyUser=worker",
              "-Dhttps.proxyPassword=canary-proxy",
              "-Djdk.http.auth.tunneling.disabledSchemes="));
    }
  }

  @Test
  void hostsThatNeedNoProxyAreCalledDirectlyAndAVaultThatIsBusyIsWaitedForWithoutAnAttempt()
      throws Exception {
    try (ConnectProxy proxy = ConnectProxy.open();
        VaultServer vault = vault(proxy);
        TokenAuthority authority = new TokenAuthority(keys);
        TestSystem system = system(authority)) {
      vault.answeringFor("connector", 429, Map.of("Retry-After", "1"));
      system.with("graph.max-attempts", "1");
      deliverOne(system, proxy, List.of("-Dhttp.nonProxyHosts=localhost|127.*"));
      assertThat(vault.isPlanUsedUp()).isTrue();
      assertThat(system.home().resolve("logs/outcomes.jsonl"))
          .content()
          .contains("\"attempts\":1,");
      assertThat(proxy.targets()).isNotEmpty().containsOnly(VAULT);
      assertThat(vault.requests()).extracting(VaultServer.Request::token).last().isNotNull();
    }
  }

  @Test
  void whatTheProxyRefusesWaits() throws Exception {
    try (TokenAuthority authority = new TokenAuthority(keys);
        TrustStore trust = TrustStore.of(trusted);
        ConnectProxy proxy = ConnectProxy.withLogin("worker", "canary-proxy");
        TestSystem system =
            TestSystem.in(
                folder.resolve("home"), SandboxOptions.builder().tls(authority.tls()).build())) {
      assertThat(trust).isNotNull();
      System.setProperty("https.proxyHost", "127.0.0.1");
      System.setProperty("https.proxyPort", "" + proxy.port());
      System.setProperty("http.nonProxyHosts", "");
      try {
        system.start().drop("one.json", Requests.create("c-1", "One").toString());
        Awaitility.await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> system.application().ledger().deliveries().view("-/-").hostFailures() > 0);
        assertThat(system.application().ledger().reports().history("c-1"))
            .singleElement()
            .satisfies(history -> assertThat(history.outcomes()).isEmpty());
        assertThat(system.sandbox().journal()).isEmpty();
      } finally {
        System.clearProperty("https.proxyHost");
        System.clearProperty("https.proxyPort");
        System.clearProperty("http.nonProxyHosts");
      }
      assertThat(system.outcomeOf("c-1").outcome()).isEqualTo(Outcome.APPLIED);
    }
  }

  private void assertAllGoesThrough(ConnectProxy proxy, List<String> login) throws Exception {
    try (VaultServer vault = vault(proxy);
        TokenAuthority authority = new TokenAuthority(keys);
        TestSystem system = system(authority)) {
      List<String> options = new ArrayList<>(login);
      options.add("-Dhttp.nonProxyHosts=");
      deliverOne(system, proxy, options);
      assertThat(proxy.targets())
          .containsOnly(VAULT, address(authority.uri()), address(system.sandbox().root()));
      assertThat(vault.requests())
          .as("each secret is read once, though it is needed when it comes and when it is sent")
          .extracting(VaultServer.Request::path, VaultServer.Request::token)
          .containsExactly(
              tuple("/secrets/graph/", null),
              tuple("/secrets/graph/", "machine-token-1"),
              tuple("/secrets/connector/", "machine-token-1"));
      assertThat(vault.headers()).contains("Authorization").doesNotContain("Proxy-authorization");
      assertThat(authority.requests).anyMatch(form -> form.contains("client_secret=from-vault"));
    }
  }

  private void deliverOne(TestSystem system, ConnectProxy proxy, List<String> options)
      throws Exception {
    system.with("secrets.allow", "keyvault:company/*");
    ObjectNode change = Requests.create("c-1", "One");
    change
        .withObject("/properties/authenticationConfiguration")
        .putObject("password")
        .put("secretRef", "keyvault:company/connector");
    system.drop("one.json", change.toString());
    List<String> arguments = new ArrayList<>(system.settings());
    arguments.add("-Djavax.net.ssl.trustStore=" + trusted);
    arguments.add("-Djavax.net.ssl.trustStorePassword=" + TokenAuthority.STORE_PASSWORD);
    arguments.add("-Dhttps.proxyHost=127.0.0.1");
    arguments.add("-Dhttps.proxyPort=" + proxy.port());
    arguments.addAll(options);
    Path outcomes = system.home().resolve("logs/outcomes.jsonl");
    try (MachineIdentity machine = new MachineIdentity();
        ForkedJvm product =
            ProductProcess.start(
                machine.appService(), system.home(), HaltingLedger.Moment.NEVER, arguments)) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> Files.exists(outcomes) && Files.size(outcomes) > 0);
      product.endInput();
      product.linesUntilTheEnd();
    }
    assertThat(outcomes).content().contains("\"applied\"").doesNotContain("canary");
    assertThat(system.creations())
        .singleElement()
        .satisfies(
            sent ->
                assertThat(sent.body().at("/authenticationConfiguration/password").textValue())
                    .isEqualTo("canary-of-vault"));
  }

  private TestSystem system(TokenAuthority authority) {
    return TestSystem.in(
            folder.resolve("home"),
            SandboxOptions.builder()
                .requireBearer(true)
                .tenantOf(authority::tenantOf)
                .tls(authority.tls())
                .build())
        .with("graph.credential", "client-secret")
        .with("graph.authority", authority.uri().toString())
        .with("graph.tenant-id", "11111111-2222-3333-4444-555555555555")
        .with("graph.client-id", "66666666-7777-8888-9999-000000000000")
        .with("graph.client-secret", "keyvault:company/graph");
  }

  private static VaultServer vault(ConnectProxy proxy) throws IOException {
    VaultServer vault =
        new VaultServer(vaultTls).with("graph", "from-vault").with("connector", "canary-of-vault");
    proxy.leading(".vault.azure.net:443", vault.port());
    return vault;
  }

  private static String address(URI uri) {
    return uri.getHost() + ":" + uri.getPort();
  }
}
