package io.connectorroutes.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import io.connectorroutes.testing.GraphServer;
import io.connectorroutes.testing.PrivateCa;
import java.net.http.HttpClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is called directly is not given the login of the proxy. */
class ProxyLoginTest {
  private static final PrivateCa CA = new PrivateCa();

  /** Nothing listens at that port. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "https.proxyHost", "127.0.0.1",
          "https.proxyPort", "1",
          "https.proxyUser", "worker",
          "https.proxyPassword", "password",
          "http.nonProxyHosts", "");

  @BeforeEach
  void set() {
    SETTINGS.forEach(System::setProperty);
  }

  @AfterEach
  void clear() {
    SETTINGS.keySet().forEach(System::clearProperty);
  }

  @Test
  void aHostThatNeedsNoProxyIsNotGivenIt() throws Exception {
    System.setProperty("http.nonProxyHosts", "localhost");
    try (GraphServer server = GraphServer.https(CA.server("localhost"))) {
      call(server);
    }
  }

  @Test
  void plainHttpIsNeitherSentThereNorGivenIt() throws Exception {
    try (GraphServer server = GraphServer.http()) {
      call(server);
    }
  }

  private static void call(GraphServer server) {
    TokenSource.httpClient(HttpClient.newBuilder().sslContext(CA.client()))
        .send(
            new HttpRequest(HttpMethod.GET, server.root().toString())
                .setHeader(HttpHeaderName.AUTHORIZATION, "Bearer t"))
        .block();

    assertThat(server.requests())
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.headers())
                    .containsKey("authorization")
                    .doesNotContainKey("proxy-authorization"));
  }
}
