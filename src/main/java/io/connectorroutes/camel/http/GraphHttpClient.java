package io.connectorroutes.camel.http;

import io.connectorroutes.graph.TokenSource;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Sets the bearer token inside the HTTP client, so that it never enters an exchange: no log, trace
 * or dead letter can hold it. Only for the configured host; a request to any other is not sent.
 */
public class GraphHttpClient implements HttpClientConfigurer {
  private final HttpHost root;
  private final TokenSource tokens;
  private final AnswerBounds bounds;
  private final Map<String, String> sent = new ConcurrentHashMap<>();

  /**
   * Creates the configurer.
   *
   * @param root scheme, host and port that tokens may go to; a path is of no account
   * @param tokens never null
   * @param bounds of each answer
   */
  GraphHttpClient(URI root, TokenSource tokens, AnswerBounds bounds) {
    this.root = withPort(HttpHost.create(root));
    this.tokens = tokens;
    this.bounds = bounds;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    new SystemProxy().configureHttpClient(builder);
    builder.addRequestInterceptorFirst(this::authorize);
    bounds.applyTo(builder);
  }

  /** The token that was sent last for an account; null for none. */
  String sentToken(String account) {
    return sent.get(account);
  }

  boolean isRoot(HttpHost target) {
    return root.equals(withPort(target));
  }

  /** The HTTP client names a port always, a URL only where it is not the scheme's own. */
  private static HttpHost withPort(HttpHost host) {
    return RoutingSupport.normalize(host, DefaultSchemePortResolver.INSTANCE);
  }

  private void authorize(HttpRequest request, EntityDetails entity, HttpContext context)
      throws HttpException, IOException {
    Header account = request.getFirstHeader(GraphMessages.ACCOUNT);
    request.removeHeaders(GraphMessages.ACCOUNT);
    request.removeHeaders("Authorization");
    Header span = request.getFirstHeader(GraphMessages.TRACEPARENT);
    request.removeHeaders(GraphMessages.TRACEPARENT);
    if (span != null) {
      request.setHeader("traceparent", span.getValue());
    }
    HttpHost target = HttpClientContext.cast(context).getHttpRoute().getTargetHost();
    if (!isRoot(target)) {
      throw new HttpException(
          "a request to " + target + " was held back: the only host is " + root);
    }
    if (account == null) {
      throw new HttpException("a request without an account was held back");
    }
    Optional<String> token = tokens.token(account.getValue());
    token.ifPresent(t -> request.setHeader("Authorization", "Bearer " + t));
    token.ifPresent(t -> sent.put(account.getValue(), t));
  }
}
