package io.connectorroutes.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * Azure Key Vaults on loopback over https, which are reached through a {@link ConnectProxy}. As the
 * real ones they answer a request without a token by a challenge that says where to get one.
 */
public final class VaultServer implements AutoCloseable {
  /** The challenge of a vault of the global cloud. */
  public static final String CHALLENGE =
      "Bearer authorization=\"https://login.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47\","
          + " resource=\"https://vault.azure.net\"";

  private final HttpsServer server;
  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final Queue<Answer> planned = new ConcurrentLinkedQueue<>();
  private final Map<String, Answer> plannedFor = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<String> headers = new CopyOnWriteArrayList<>();

  /** What a request without a token, or with one that is no good, is told. */
  public volatile String challenge = CHALLENGE;

  /** Which tokens are good. */
  public volatile Predicate<String> accepts = token -> true;

  /** A request; the token is null where there is none. */
  public record Request(String host, String path, String token) {}

  private record Answer(int status, Map<String, String> headers, String body) {}

  /** Starts vaults with the certificate of that context. */
  public VaultServer(SSLContext tls) throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext("/", this::answer);
    server.start();
  }

  /** Its port at the loopback address. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Gives a secret a value, of its newest version or of one that is named behind a slash. */
  public VaultServer with(String secret, String value) {
    secrets.put(secret, value);
    return this;
  }

  /** The next request with a token that is good is answered so, whatever it asks for. */
  public VaultServer answering(int status, Map<String, String> headers, String body) {
    planned.add(new Answer(status, headers, body));
    return this;
  }

  /** The next request for that secret is answered so, once its token is good. */
  public VaultServer answeringFor(String secret, int status, Map<String, String> headers) {
    plannedFor.put(secret, new Answer(status, headers, "{}"));
    return this;
  }

  /** The same with the error of that code, as vaults give the reason. */
  public VaultServer refusing(int status, String code) {
    return answering(status, Map.of(), error("Refused", code));
  }

  /** What came, in order. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The names of all headers that came. */
  public List<String> headers() {
    return List.copyOf(headers);
  }

  /** Whether every planned answer was given. */
  public boolean isPlanUsedUp() {
    return planned.isEmpty() && plannedFor.isEmpty();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    String token = authorization == null ? null : authorization.replaceFirst("^Bearer ", "");
    String path = exchange.getRequestURI().getPath();
    headers.addAll(exchange.getRequestHeaders().keySet());
    requests.add(new Request(exchange.getRequestHeaders().getFirst("Host"), path, token));
    if (token == null || !accepts.test(token)) {
      write(
          exchange,
          new Answer(
              401, Map.of("WWW-Authenticate", challenge), error("Unauthorized", "AKV10000")));
      return;
    }
    Answer next = planned.poll();
    write(exchange, next == null ? secret(exchange, path) : next);
  }

  private Answer secret(HttpExchange exchange, String path) {
    String name = path.replaceFirst("^/secrets/", "").replaceFirst("/$", "");
    Answer next = plannedFor.remove(name);
    if (next != null) {
      return next;
    }
    String value = secrets.get(name);
    return value == null || !exchange.getRequestURI().getQuery().contains("api-version=")
        ? new Answer(404, Map.of(), error("SecretNotFound", "SecretNotFound"))
        : new Answer(
            200,
            Map.of(),
            Json.object("{}")
                .put("value", value)
                .put("id", "https://" + exchange.getRequestHeaders().getFirst("Host") + path)
                .set("attributes", Json.object("{'enabled':true}"))
                .toString());
  }

  private static String error(String code, String inner) {
    return Json.object(
            "{'error':{'code':'%s','message':'m','innererror':{'code':'%s'}}}"
                .formatted(code, inner))
        .toString();
  }

  private static void write(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
