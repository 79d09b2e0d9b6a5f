package io.connectorroutes.camel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GraphHttpComponentTest {
  private static final int CONNECTIONS = 8;
  private static final String ROOT = "connector-routes-https://graph.example.com";

  private final DefaultCamelContext context = new DefaultCamelContext();

  @BeforeEach
  void add() {
    context.addComponent(
        "connector-routes-https", new GraphHttp(Duration.ofSeconds(1), CONNECTIONS).component());
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void hasAsManyConnectionsAsTheComponentSays() {
    PoolingHttpClientConnectionManager connections = connections(ROOT);
    assertThat(connections.getMaxTotal()).isEqualTo(CONNECTIONS);
    assertThat(connections.getDefaultMaxPerRoute()).isEqualTo(CONNECTIONS);
  }

  @Test
  void aRouteCanSayHowManyConnectionsItHas() {
    PoolingHttpClientConnectionManager connections =
        connections(ROOT + "?maxTotalConnections=3&connectionsPerRoute=2");
    assertThat(connections.getMaxTotal()).isEqualTo(3);
    assertThat(connections.getDefaultMaxPerRoute()).isEqualTo(2);
  }

  private PoolingHttpClientConnectionManager connections(String uri) {
    return (PoolingHttpClientConnectionManager)
        context.getEndpoint(uri, HttpEndpoint.class).getClientConnectionManager();
  }
}
