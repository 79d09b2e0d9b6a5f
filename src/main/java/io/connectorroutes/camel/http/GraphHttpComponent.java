package io.connectorroutes.camel.http;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;

/**
 * Camel's HTTP component with connections that bound the head of an answer. It goes by a name of
 * its own, {@code connector-routes-https}, so that an application's {@code https} stays as it is.
 */
final class GraphHttpComponent extends HttpComponent {
  private final AnswerBounds bounds;

  GraphHttpComponent(AnswerBounds bounds) {
    this.bounds = bounds;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    return super.createEndpoint(uri.substring(uri.indexOf("http")), remaining, parameters);
  }

  /** In place of Camel 4.18's; a later Camel has no such method and does not call it. */
  @SuppressWarnings({
    "deprecation",
    "MissingOverride",
    "ProtectedMembersInFinalClass"
  }) // as Camel's
  protected HttpClientConnectionManager createConnectionManager(
      Registry<ConnectionSocketFactory> registry,
      int maxTotalConnections,
      int connectionsPerRoute,
      SocketConfig defaultSocketConfig) {
    return limited(
        new PoolingHttpClientConnectionManager(
            registry,
            PoolConcurrencyPolicy.STRICT,
            PoolReusePolicy.LIFO,
            TimeValue.ofMilliseconds(getConnectionTimeToLive()),
            connections()),
        maxTotalConnections,
        connectionsPerRoute,
        defaultSocketConfig);
  }

  /** In place of Camel 4.22's; an earlier Camel has no such method and does not call it. */
  @SuppressWarnings("ProtectedMembersInFinalClass") // as Camel's is
  protected HttpClientConnectionManager createConnectionManager(
      TlsSocketStrategy tls,
      int maxTotalConnections,
      int connectionsPerRoute,
      SocketConfig defaultSocketConfig) {
    return limited(
        PoolingHttpClientConnectionManagerBuilder.create()
            .setTlsSocketStrategy(tls)
            .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.STRICT)
            .setConnPoolPolicy(PoolReusePolicy.LIFO)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setTimeToLive(TimeValue.ofMilliseconds(getConnectionTimeToLive()))
                    .build())
            .setConnectionFactory(connections())
            .build(),
        maxTotalConnections,
        connectionsPerRoute,
        defaultSocketConfig);
  }

  private ManagedHttpClientConnectionFactory connections() {
    return ManagedHttpClientConnectionFactory.builder().http1Config(bounds.http1()).build();
  }

  private HttpClientConnectionManager limited(
      PoolingHttpClientConnectionManager connections,
      int maxTotalConnections,
      int connectionsPerRoute,
      SocketConfig defaultSocketConfig) {
    // What an endpoint says goes before what the component says; 0 where it says nothing.
    connections.setMaxTotal(
        maxTotalConnections > 0 ? maxTotalConnections : getMaxTotalConnections());
    connections.setDefaultMaxPerRoute(
        connectionsPerRoute > 0 ? connectionsPerRoute : getConnectionsPerRoute());
    connections.setDefaultSocketConfig(defaultSocketConfig);
    return connections;
  }
}
