package io.connectorroutes.camel.http;

import io.connectorroutes.graph.ProxyLogin;
import java.net.ProxySelector;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpResponse;

/**
 * Sends requests through the proxy of Java's own settings ({@code https.proxyHost}, {@code
 * https.proxyPort}, {@code http.nonProxyHosts}), as token requests are, with the login of {@code
 * https.proxyUser} and {@code https.proxyPassword}. The proxy alone is given that login.
 */
final class SystemProxy implements HttpClientConfigurer {
  private static final String CONNECTED = SystemProxy.class.getName();

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    refusalsAreNoAnswers(builder);
    builder.setRoutePlanner(new SystemDefaultRoutePlanner(ProxySelector.getDefault()));
    ProxyLogin.ofSettings().ifPresent(login -> builder.setDefaultCredentialsProvider(of(login)));
  }

  private static CredentialsProvider of(ProxyLogin login) {
    BasicCredentialsProvider provider = new BasicCredentialsProvider();
    provider.setCredentials(
        new AuthScope(login.host(), login.port()),
        new UsernamePasswordCredentials(login.user(), login.password().toCharArray()));
    return provider;
  }

  /** The client would give the proxy's refusal for the answer of the server behind it. */
  private static void refusalsAreNoAnswers(HttpClientBuilder builder) {
    String connect = ChainElement.CONNECT.name();
    builder.addExecInterceptorAfter(
        connect,
        "connected",
        (request, scope, chain) -> {
          scope.clientContext.setAttribute(CONNECTED, true);
          return chain.proceed(request, scope);
        });
    builder.addExecInterceptorBefore(
        connect,
        "refused",
        (request, scope, chain) -> {
          ClassicHttpResponse response = chain.proceed(request, scope);
          if (scope.clientContext.getAttribute(CONNECTED) == null) {
            response.close();
            throw new ProxyRefusedException(response.getCode());
          }
          return response;
        });
  }
}
