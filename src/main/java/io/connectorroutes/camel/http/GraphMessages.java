package io.connectorroutes.camel.http;

import io.connectorroutes.camel.ledger.LedgerProperties;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.graph.GraphResponse;
import io.connectorroutes.graph.Secrets;
import io.connectorroutes.text.Causes;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.component.http.HttpMethods;

/**
 * Between a {@link GraphRequest} and a Camel message for camel-http. The message gets exactly the
 * headers that are set here; what came in was removed before.
 */
public class GraphMessages {
  /** Names the account to the HTTP client, which takes it off again; never leaves the process. */
  static final String ACCOUNT = "X-Connector-Routes-Account";

  /** As above: a tracer of the application would put its own in place of {@code traceparent}. */
  static final String TRACEPARENT = "X-Connector-Routes-Traceparent";

  static final String CLIENT_REQUEST_ID = "client-request-id";

  private final UnaryOperator<String> sentTokens;

  /**
   * Creates the bean.
   *
   * @param sentTokens the token that was sent last for an account; null for none
   */
  public GraphMessages(UnaryOperator<String> sentTokens) {
    this.sentTokens = sentTokens;
  }

  /**
   * Sets method, path and headers, and the body as a tree.
   *
   * @throws LateCallException where the claim is too old for the call to leave: the lease could end
   *     before the answer is settled (a process that was frozen, a machine that slept)
   */
  public void write(Exchange exchange) throws LateCallException {
    Long sendBefore = exchange.getProperty(LedgerProperties.SEND_BEFORE, Long.class);
    if (sendBefore != null && System.nanoTime() - sendBefore > 0) {
      throw new LateCallException("the claim is too old to be sent");
    }
    Message message = exchange.getMessage();
    GraphRequest request = message.getBody(GraphRequest.class);
    message.setHeader(HttpConstants.HTTP_METHOD, HttpMethods.valueOf(request.method()));
    message.setHeader(HttpConstants.HTTP_PATH, path(request));
    if (query(request) != null) {
      message.setHeader(HttpConstants.HTTP_RAW_QUERY, query(request));
    }
    message.setHeader(ACCOUNT, request.account());
    message.setHeader(CLIENT_REQUEST_ID, request.clientRequestId());
    if (request.traceparent() != null) {
      message.setHeader(TRACEPARENT, request.traceparent());
    }
    message.setHeader("Accept", "application/json");
    if (request.body() != null) {
      message.setHeader(HttpConstants.CONTENT_TYPE, "application/json");
    }
    message.setBody(request.body());
    exchange.setProperty(ACCOUNT, request.account());
    exchange.setProperty(LedgerProperties.LEAVES, true);
  }

  /** Whether a request that failed may have left: what the network failed of may have. */
  public static boolean mayHaveLeft(Exchange exchange, Throwable failure) {
    return exchange.getProperty(LedgerProperties.LEAVES, false, Boolean.class)
        || Causes.first(failure, IOException.class).isPresent();
  }

  /** Takes the answer from the message. */
  public GraphResponse read(Exchange exchange) throws IOException {
    Message message = exchange.getMessage();
    Integer status = message.getHeader(HttpConstants.HTTP_RESPONSE_CODE, Integer.class);
    if (status == null) {
      throw new IOException("no HTTP status came back");
    }
    Map<String, String> headers = new TreeMap<>();
    message
        .getHeaders()
        .forEach(
            (name, value) -> headers.put(name.toLowerCase(Locale.ROOT), String.valueOf(value)));
    byte[] body = message.getBody(byte[].class);
    String token = sentTokens.apply(exchange.getProperty(ACCOUNT, "", String.class));
    return new GraphResponse(status, headers, body == null ? new byte[0] : body, Secrets.of(token));
  }

  private static String path(GraphRequest request) {
    int query = request.path().indexOf('?');
    return query < 0 ? request.path() : request.path().substring(0, query);
  }

  private static String query(GraphRequest request) {
    int query = request.path().indexOf('?');
    return query < 0 ? null : request.path().substring(query + 1);
  }
}
