package io.connectorroutes.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.camel.change.GraphUnavailableException;
import io.connectorroutes.camel.change.NoTokenException;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.GraphServer;
import io.connectorroutes.testing.PrivateCa;
import io.connectorroutes.testing.TlsCalls;
import io.connectorroutes.testing.TokenAuthority;
import io.connectorroutes.testing.TrustStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has no certificate of its name from an authority that Java trusts is told nothing. */
class TlsTest {
  private static final PrivateCa CA = new PrivateCa();
  private static final PrivateCa STRANGER = new PrivateCa();
  private static final String HERE = "localhost";
  private static final String ELSEWHERE = "other.example";

  @TempDir Path folder;

  @Test
  void aServerWithACertificateOfAPrivateAuthorityGetsTheTokenAndTheChange() throws Exception {
    try (GraphServer graph = GraphServer.https(CA.server(HERE));
        TokenAuthority authority = new TokenAuthority(CA.serverStore(folder, HERE))) {
      assertThat(call(graph, authority)).isNull();

      assertThat(authority.requests).hasSize(1);
      assertThat(graph.requests())
          .singleElement()
          .satisfies(
              request ->
                  assertThat(request.headers().get("authorization"))
                      .containsExactly("Bearer canary-token-1"));
    }
  }

  @Test
  void graphWithAWrongCertificateGetsNoTokenAndNoChange() throws Exception {
    try (TokenAuthority authority = new TokenAuthority(CA.serverStore(folder, HERE));
        GraphServer other = GraphServer.https(CA.server(ELSEWHERE));
        GraphServer stranger = GraphServer.https(STRANGER.server(HERE))) {
      for (GraphServer graph : List.of(other, stranger)) {
        assertThat(call(graph, authority)).isInstanceOf(GraphUnavailableException.class);
        assertThat(graph.requests()).isEmpty();
      }
    }
  }

  @Test
  void anAuthorityWithAWrongCertificateGetsNoSecret() throws Exception {
    try (GraphServer graph = GraphServer.https(CA.server(HERE));
        TokenAuthority other = new TokenAuthority(CA.serverStore(folder, ELSEWHERE));
        TokenAuthority stranger = new TokenAuthority(STRANGER.serverStore(folder, HERE))) {
      for (TokenAuthority authority : List.of(other, stranger)) {
        assertThat(call(graph, authority))
            .isInstanceOf(NoTokenException.class)
            .hasMessageContaining("has no certificate that this Java trusts");
        assertThat(authority.requests).isEmpty();
      }
      assertThat(graph.requests()).isEmpty();
    }
  }

  /**
   * In a Java that allows older versions, for servers as for clients, started as the program is.
   */
  @Test
  void versionsOfTlsBelow12AreRefused() throws Exception {
    Path keys = CA.serverStore(folder, HERE);
    Matcher option =
        Pattern.compile("-Djdk\\.tls\\.client\\.protocols=[^\"]+")
            .matcher(Files.readString(Path.of("src/main/dist/bin/connector-routes")));
    assertThat(option.find()).isTrue();
    try (ForkedJvm old =
        ForkedJvm.run(
            Map.of(),
            List.of(
                option.group(),
                "-Djavax.net.ssl.trustStore=" + CA.trustStore(folder),
                "-Djavax.net.ssl.trustStorePassword=" + TokenAuthority.STORE_PASSWORD),
            TlsCalls.class,
            keys.toString())) {
      assertThat(old.linesUntilTheEnd())
          // The clients' libraries log what becomes of them.
          .filteredOn(line -> line.startsWith("TLSv"))
          .containsExactly(
              "TLSv1.1 plain client 204",
              "TLSv1.1 tokens and vaults SSLHandshakeException",
              "TLSv1.1 graph GraphUnavailableException",
              "TLSv1.1 requests 1",
              "TLSv1.1 database refused",
              "TLSv1.1 kafka refused",
              "TLSv1.2 plain client 204",
              "TLSv1.2 tokens and vaults 204",
              "TLSv1.2 graph done",
              "TLSv1.2 requests 3",
              "TLSv1.2 database told",
              "TLSv1.2 kafka told",
              "TLSv1.3 plain client 204",
              "TLSv1.3 tokens and vaults 204",
              "TLSv1.3 graph done",
              "TLSv1.3 requests 3",
              "TLSv1.3 database told",
              "TLSv1.3 kafka told");
    }
  }

  private Exception call(GraphServer graph, TokenAuthority authority) throws Exception {
    try (TrustStore trust = TrustStore.of(CA.trustStore(folder))) {
      assertThat(trust).isNotNull();
      return TlsCalls.call(
          graph.root(),
          CA.client(),
          Map.of(
              "graph.credential", "client-secret",
              "graph.authority", authority.uri().toString(),
              "graph.tenant-id", "11111111-2222-3333-4444-555555555555",
              "graph.client-id", "66666666-7777-8888-9999-000000000000",
              "graph.client-secret", "s"));
    }
  }
}
