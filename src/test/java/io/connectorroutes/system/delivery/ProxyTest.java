package io.connectorroutes.system.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.ConnectProxy;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.HaltingLedger;
import io.connectorroutes.testing.ProductProcess;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TokenAuthority;
import io.connectorroutes.testing.TrustStore;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java's proxy settings hold for tokens and for Graph alike, in a process of their own. */
class ProxyTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path keys;

  @BeforeAll
  static void makeCertificate() throws Exception {
    keys = TokenAuthority.keyStore(shared, "authority");
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
  void hostsThatNeedNoProxyAreCalledDirectly() throws Exception {
    try (ConnectProxy proxy = ConnectProxy.open();
        TokenAuthority authority = new TokenAuthority(keys);
        TestSystem system = system(authority)) {
      deliverOne(system, proxy, List.of("-Dhttp.nonProxyHosts=localhost|127.*"));
      assertThat(proxy.targets()).isEmpty();
    }
  }

  @Test
  void whatTheProxyRefusesWaits() throws Exception {
    try (TokenAuthority authority = new TokenAuthority(keys);
        TrustStore trust = TrustStore.of(keys);
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
    try (TokenAuthority authority = new TokenAuthority(keys);
        TestSystem system = system(authority)) {
      List<String> options = new ArrayList<>(login);
      options.add("-Dhttp.nonProxyHosts=");
      deliverOne(system, proxy, options);
      assertThat(proxy.targets())
          .contains(address(authority.uri()), address(system.sandbox().root()));
    }
  }

  private void deliverOne(TestSystem system, ConnectProxy proxy, List<String> options)
      throws Exception {
    system.drop("one.json", Requests.create("c-1", "One").toString());
    List<String> arguments = new ArrayList<>(system.settings());
    arguments.add("-Djavax.net.ssl.trustStore=" + keys);
    arguments.add("-Djavax.net.ssl.trustStorePassword=" + TokenAuthority.STORE_PASSWORD);
    arguments.add("-Dhttps.proxyHost=127.0.0.1");
    arguments.add("-Dhttps.proxyPort=" + proxy.port());
    arguments.addAll(options);
    Path outcomes = system.home().resolve("logs/outcomes.jsonl");
    try (ForkedJvm product =
        ProductProcess.start(system.home(), HaltingLedger.Moment.NEVER, arguments)) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> Files.exists(outcomes) && Files.size(outcomes) > 0);
      product.endInput();
      product.linesUntilTheEnd();
    }
    assertThat(outcomes).content().contains("\"applied\"").doesNotContain("canary");
    assertThat(system.creations()).hasSize(1);
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
        .with("graph.client-secret", "s");
  }

  private static String address(URI uri) {
    return uri.getHost() + ":" + uri.getPort();
  }
}
