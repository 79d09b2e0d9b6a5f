package io.connectorroutes.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * A bare HTTP server in Graph's place that notes each request whole, with every header, and answers
 * as it is told, else 204. For what the sandbox hides or does not do: tokens, cookies, redirects,
 * https.
 */
public final class GraphServer implements AutoCloseable {
  private static final Answer DONE = new Answer(204, Map.of());

  private final HttpServer server;
  private final Queue<Answer> planned = new ConcurrentLinkedQueue<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** A planned answer without a body. */
  public record Answer(int status, Map<String, String> headers) {}

  /** A request; header names are in lower case. */
  public record Request(
      String method, String rawUri, Map<String, List<String>> headers, String body) {}

  private GraphServer(HttpServer server) {
    this.server = server;
    server.createContext("/", this::answer);
    server.start();
  }

  /** A server over http. */
  public static GraphServer http() throws IOException {
    return new GraphServer(HttpServer.create(address(), 0));
  }

  /**
   * A server over https.
   *
   * @param versions those of TLS that it speaks; none for what Java speaks
   */
  public static GraphServer https(SSLContext tls, String... versions) throws IOException {
    HttpsServer server = HttpsServer.create(address(), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters connection) {
            SSLParameters parameters = getSSLContext().getDefaultSSLParameters();
            if (versions.length > 0) {
              parameters.setProtocols(versions);
            }
            connection.setSSLParameters(parameters);
          }
        });
    return new GraphServer(server);
  }

  private static InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** The next request without an answer planned for it gets this one. */
  public GraphServer answering(int status, Map<String, String> headers) {
    planned.add(new Answer(status, headers));
    return this;
  }

  /** Its root. */
  public URI root() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return URI.create(scheme + "://localhost:" + server.getAddress().getPort());
  }

  /** What came, in order. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Whether every planned answer was given. */
  public boolean isPlanUsedUp() {
    return planned.isEmpty();
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, List<String>> headers =
        exchange.getRequestHeaders().entrySet().stream()
            .collect(
                Collectors.toMap(
                    e -> e.getKey().toLowerCase(Locale.ROOT), e -> List.copyOf(e.getValue())));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Answer next = planned.poll();
    Answer answer = next == null ? DONE : next;
    requests.add(
        new Request(
            exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
