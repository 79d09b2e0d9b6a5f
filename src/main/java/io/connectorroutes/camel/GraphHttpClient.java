package io.connectorroutes.camel;

import java.io.IOException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Sets the bearer token inside the HTTP client, so that it never enters an exchange: no log, trace
 * or dead letter can hold it. Only for the configured host; a request to any other is not sent.
 */
public class GraphHttpClient implements HttpClientConfigurer {
  private static final String TOKEN = "connector-routes.token";
  private static final String ACCOUNT = "connector-routes.account";

  private final HttpHost root;
  private final BearerTokens tokens;

  /**
   * Creates the configurer.
   *
   * @param root scheme, host and port that tokens may go to
   * @param tokens never null
   */
  public GraphHttpClient(HttpHost root, BearerTokens tokens) {
    this.root = root;
    this.tokens = tokens;
  }

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    builder.disableRedirectHandling();
    builder.addRequestInterceptorFirst(this::authorize);
    builder.addResponseInterceptorLast(this::notice);
  }

  private void authorize(HttpRequest request, EntityDetails entity, HttpContext context)
      throws HttpException, IOException {
    Header header = request.getFirstHeader(GraphMessages.ACCOUNT);
    request.removeHeaders(GraphMessages.ACCOUNT);
    request.removeHeaders("Authorization");
    HttpHost target = HttpClientContext.cast(context).getHttpRoute().getTargetHost();
    if (!root.equals(target)) {
      throw new HttpException(
          "a request to " + target + " was held back: the only host is " + root);
    }
    if (header == null) {
      throw new HttpException("a request without an account was held back");
    }
    String token = tokens.token(header.getValue());
    if (token != null) {
      request.setHeader("Authorization", "Bearer " + token);
      context.setAttribute(TOKEN, token);
      context.setAttribute(ACCOUNT, header.getValue());
    }
  }

  private void notice(HttpResponse response, EntityDetails entity, HttpContext context) {
    Object token = context.getAttribute(TOKEN);
    if (response.getCode() == 401 && token != null) {
      Header challenge = response.getFirstHeader("WWW-Authenticate");
      tokens.rejected(
          (String) context.getAttribute(ACCOUNT),
          (String) token,
          challenge == null ? null : challenge.getValue());
    }
  }
}
