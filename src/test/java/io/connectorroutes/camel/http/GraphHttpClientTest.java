package io.connectorroutes.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens go to the configured host and to no other. */
class GraphHttpClientTest {

  @Test
  void theHostOfACloudIsKnownWithItsPortAndWithout() {
    GraphHttpClient client = client("https://graph.microsoft.com");
    assertThat(client.isRoot(new HttpHost("https", "graph.microsoft.com", 443))).isTrue();
    assertThat(client.isRoot(new HttpHost("https", "graph.microsoft.com"))).isTrue();
  }

  @Test
  void aPathPrefixIsOfNoAccount() {
    GraphHttpClient client = client("http://127.0.0.1:8081/graph");
    assertThat(client.isRoot(new HttpHost("http", "127.0.0.1", 8081))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https, graph.microsoft.com.evil.example, 443",
    "http, graph.microsoft.com, 443",
    "http, graph.microsoft.com, 80",
    "https, graph.microsoft.com, 8443",
    "https, graph.microsoft.us, 443"
  })
  void anyOtherHostIsNot(String scheme, String name, int port) {
    assertThat(client("https://graph.microsoft.com").isRoot(new HttpHost(scheme, name, port)))
        .isFalse();
  }

  private static GraphHttpClient client(String root) {
    return new GraphHttpClient(URI.create(root), null, null);
  }
}
