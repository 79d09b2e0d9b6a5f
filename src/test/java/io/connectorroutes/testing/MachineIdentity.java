package io.connectorroutes.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * The endpoints on loopback that give a machine's identity its tokens: that of a virtual machine
 * (IMDS), and that of an App Service.
 */
public final class MachineIdentity implements AutoCloseable {
  private static final String TOKEN =
      """
      {"access_token":"%s","expires_in":"%d","expires_on":"%d","resource":"%s",\
      "token_type":"Bearer"}\
      """;

  private final HttpServer server;

  /** The paths that were asked, with their queries. */
  public final List<String> asked = new CopyOnWriteArrayList<>();

  /** The heads of those requests. */
  public final List<Headers> heads = new CopyOnWriteArrayList<>();

  /** Set to answer something else than a token. */
  public volatile Failure failure;

  /** An answer without a token. */
  public record Failure(int status, String body, Map<String, String> headers) {}

  /** The token of what was asked, by default a numbered one. */
  public volatile UnaryOperator<String> token = query -> "machine-token-" + asked.size();

  /** How long tokens are good for. */
  public volatile int lifetimeSeconds = 3_600;

  /** Starts both. */
  public MachineIdentity() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** The environment of a process on a virtual machine. */
  public Map<String, String> virtualMachine() {
    return Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", root());
  }

  /** The environment of a process of an App Service. */
  public Map<String, String> appService() {
    return Map.of("IDENTITY_ENDPOINT", root() + "/msi/token", "IDENTITY_HEADER", "canary-header");
  }

  private String root() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String uri = exchange.getRequestURI().toString();
    heads.add(exchange.getRequestHeaders());
    asked.add(uri);
    Failure failed = failure;
    if (failed != null) {
      failed.headers().forEach(exchange.getResponseHeaders()::set);
      write(exchange, failed.status(), failed.body());
      return;
    }
    long end = System.currentTimeMillis() / 1_000 + lifetimeSeconds;
    write(
        exchange,
        200,
        TOKEN.formatted(token.apply(uri), lifetimeSeconds, end, "https://any.example"));
  }

  private static void write(HttpExchange exchange, int status, String body) throws IOException {
    byte[] answer = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
