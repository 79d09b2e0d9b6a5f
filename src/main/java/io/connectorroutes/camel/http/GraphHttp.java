package io.connectorroutes.camel.http;

import io.connectorroutes.graph.TokenSource;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.component.http.HttpComponent;

/** What the one HTTP exit is made of. */
public final class GraphHttp {
  private final Duration answerWithin;
  private final int connections;

  /**
   * Opens nothing yet.
   *
   * @param answerWithin how long an answer is waited for
   * @param connections how many calls may be under way at once
   */
  public GraphHttp(Duration answerWithin, int connections) {
    this.answerWithin = answerWithin;
    this.connections = connections;
  }

  /** What the exit's route names, by role; tokens go to that root alone. */
  public Map<String, Object> beans(URI root, TokenSource tokens) {
    GraphHttpClient client = new GraphHttpClient(root, tokens, bounds());
    return Map.of(
        "graph-http-client", client,
        "graph-headers", new GraphHeaders(),
        "graph-messages", new GraphMessages(client::sentToken));
  }

  /** One layer of retries, no cookies or credentials shared between tenants, bounded waits. */
  public Component component() {
    HttpComponent component = new GraphHttpComponent(bounds());
    component.setHttpClientConfigurer(new SystemProxy());
    component.setAutomaticRetriesDisabled(true);
    component.setCookieManagementDisabled(true);
    component.setAuthCachingDisabled(true);
    component.setFollowRedirects(false);
    component.setConnectionsPerRoute(connections);
    component.setMaxTotalConnections(connections);
    component.setConnectTimeout(GraphTimes.CONNECT.toMillis());
    component.setConnectionRequestTimeout(GraphTimes.CONNECT.toMillis());
    component.setResponseTimeout(answerWithin.toMillis());
    component.setSoTimeout(answerWithin.toMillis());
    return component;
  }

  private AnswerBounds bounds() {
    return AnswerBounds.within(answerWithin);
  }
}
