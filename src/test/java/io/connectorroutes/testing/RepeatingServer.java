package io.connectorroutes.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.connectorroutes.testing.canary.Spellings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * In the place of Graph and of its authority over https: each answer repeats all that was sent and
 * is secret, in the body and in headers, and each in the next spelling.
 */
public final class RepeatingServer implements AutoCloseable {
  /** The tenant that gets no token, but its app's secret. */
  public static final String REFUSED = "refused.example";

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int THREADS = 16;

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Set<String> secrets = ConcurrentHashMap.newKeySet();
  private final Set<String> cut = ConcurrentHashMap.newKeySet();
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();

  /** Starts with the key of a file of {@link TokenAuthority#keyStore}. */
  public RepeatingServer(Path keyStore) throws IOException, GeneralSecurityException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(TokenAuthority.tls(keyStore)));
    // One that greets slowly would keep all others waiting.
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** The root of both. */
  public URI uri() {
    return URI.create("https://localhost:" + server.getAddress().getPort());
  }

  /** All that was sent to it, or given by it, and is secret. */
  public Set<String> secrets() {
    return Set.copyOf(secrets);
  }

  /** How many answers to writes have repeated secrets. */
  public int writes() {
    return writes.get();
  }

  /** How often a token was refused. */
  public int refusals() {
    return refusals.get();
  }

  /** How many requests were never answered. */
  public int cut() {
    return cut.size();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String tenant = path.split("/", -1)[1];
    if (path.endsWith("/oauth2/v2.0/token")) {
      token(exchange, tenant, form(body));
    } else if (path.endsWith("/v2.0/.well-known/openid-configuration")) {
      String at = uri() + "/" + tenant;
      write(
          exchange,
          200,
          JSON.createObjectNode()
              .put("token_endpoint", at + "/oauth2/v2.0/token")
              .put("authorization_endpoint", at + "/a")
              .put("issuer", at + "/v2.0"));
    } else if (exchange.getRequestMethod().equals("GET")) {
      repeatInHeaders(exchange, List.of(token(exchange)), 0);
      ObjectNode list = JSON.createObjectNode();
      list.putArray("value");
      write(exchange, 200, list);
    } else {
      graph(exchange, JSON.readTree(body));
    }
  }

  private static Map<String, String> form(String body) {
    return Stream.of(body.split("&", -1))
        .map(field -> field.split("=", 2))
        .collect(Collectors.toMap(f -> f[0], f -> URLDecoder.decode(f[1], UTF_8)));
  }

  private void token(HttpExchange exchange, String tenant, Map<String, String> form)
      throws IOException {
    String secret = form.get("client_secret");
    secrets.add(secret);
    if (tenant.equals(REFUSED)) {
      int turn = refusals.getAndIncrement();
      repeatInHeaders(exchange, List.of(secret), turn);
      String all =
          Spellings.of(secret).entrySet().stream()
              .map(e -> text(e.getKey(), e.getValue()))
              .collect(Collectors.joining(" "));
      write(
          exchange,
          401,
          JSON.createObjectNode()
              .put("error", spelt(secret, turn))
              .put("error_description", "AADSTS7000215: " + all));
    } else {
      String token = "Kan4ry.token-" + Integer.toHexString(secrets.size()) + "-77c0d5e1";
      secrets.add(token);
      write(
          exchange,
          200,
          JSON.createObjectNode()
              .put("token_type", "Bearer")
              .put("expires_in", 3_600)
              .put("access_token", token));
    }
  }

  private void graph(HttpExchange exchange, JsonNode body) throws IOException {
    List<String> sent =
        Stream.of("password", "pkcs12Value", "targetUrl")
            .flatMap(field -> body.findValuesAsText(field).stream())
            .map(value -> value.replaceFirst("^https:[^?]*[?]code=", ""))
            .toList();
    secrets.addAll(sent);
    String name = body.path("displayName").asText("upload");
    if (name.startsWith("cut") && cut.add(name)) {
      exchange.close();
      return;
    }
    List<String> all = Stream.concat(sent.stream(), Stream.of(token(exchange))).toList();
    int turn = writes.getAndIncrement();
    repeatInHeaders(exchange, all, turn);
    ObjectNode answer = JSON.createObjectNode();
    if (name.startsWith("made")) {
      answer.put("id", spelt(all.get(0), turn)).put("displayName", name);
    } else {
      String words =
          all.stream()
              .map(secret -> "<" + spelt(secret, turn) + ">")
              .collect(Collectors.joining(" "));
      answer
          .putObject("error")
          .put("code", spelt(all.get(turn % all.size()), turn))
          .put("message", "no: " + words)
          .putObject("innerError")
          .put("request-id", spelt(all.get(0), turn))
          .put("client-request-id", spelt(all.get(0), turn));
    }
    write(exchange, name.startsWith("made") ? 201 : turn % 2 == 0 ? 400 : 403, answer);
  }

  private static String token(HttpExchange exchange) {
    return exchange.getRequestHeaders().getFirst("Authorization").replaceFirst("^Bearer ", "");
  }

  /** Where a header can hold it. */
  private static void repeatInHeaders(HttpExchange exchange, List<String> secrets, int turn) {
    int at = turn;
    for (String header :
        List.of(
            "request-id",
            "client-request-id",
            "x-ms-ags-diagnostic",
            "Location",
            "x-ms-throttle-scope",
            "x-other")) {
      String spelt = spelt(secrets.get(at % secrets.size()), turn);
      if (spelt.chars().allMatch(sign -> sign >= ' ' && sign < 0x7f) && spelt.length() < 2_000) {
        exchange.getResponseHeaders().set(header, spelt);
      }
      at++;
    }
  }

  private static String spelt(String secret, int turn) {
    List<Map.Entry<String, byte[]>> all = List.copyOf(Spellings.of(secret).entrySet());
    Map.Entry<String, byte[]> spelling = all.get(turn % all.size());
    return text(spelling.getKey(), spelling.getValue());
  }

  private static String text(String spelling, byte[] bytes) {
    return new String(bytes, spelling.matches(".*UTF-16..") ? ISO_8859_1 : UTF_8);
  }

  private static void write(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
