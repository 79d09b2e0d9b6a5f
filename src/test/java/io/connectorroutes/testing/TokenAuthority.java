package io.connectorroutes.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.connectorroutes.certificate.Identity;
import io.connectorroutes.graph.TokenSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A token authority on loopback over https, with a certificate made for this run. */
public final class TokenAuthority implements AutoCloseable {
  /** The password of key stores. */
  public static final String STORE_PASSWORD = "changeit";

  private static final char[] PASSWORD = STORE_PASSWORD.toCharArray();

  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final SSLContext tls;

  /** The form bodies of token requests, decoded. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  /** Set to refuse: the status, error code and text to answer with. */
  public volatile Refusal refusal;

  /** How long tokens are good for. */
  public volatile int lifetimeSeconds = 3_600;

  /** Set to answer token requests without an end, until the caller leaves. */
  public volatile boolean endless;

  /** Bytes of endless answers that were taken from it. */
  public final AtomicLong endlessBytes = new AtomicLong();

  /** Set to give out tokens that say which tenant they are for: unsigned, for the sandbox. */
  public volatile boolean webTokens;

  /** Which tenant those tokens say, by the one that was asked. */
  public volatile UnaryOperator<String> tenantInTokens = UnaryOperator.identity();

  /** Whose token requests wait for their answers until the latch is at zero; null for nobody. */
  public volatile String heldTenant;

  /** See {@link #heldTenant}. */
  public final CountDownLatch released = new CountDownLatch(1);

  /** An answer without a token. */
  public record Refusal(int status, String error, String text, Map<String, String> headers) {
    /** Without headers of its own. */
    public Refusal(int status, String error, String text) {
      this(status, error, text, Map.of());
    }
  }

  private final Map<String, String> tenantsByToken = new ConcurrentHashMap<>();

  /** Starts an authority with the key of a file of {@link #keyStore}, named "authority". */
  public TokenAuthority(Path keyStore) throws IOException, GeneralSecurityException {
    this.tls = tls(keyStore);
    this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext("/", this::answer);
    // More than one thread: an answer that is held must not hold others.
    server.setExecutor(threads);
    server.start();
  }

  /** Where tenants are asked for below. */
  public URI uri() {
    return URI.create("https://localhost:" + server.getAddress().getPort());
  }

  /** Has its key, and trusts its certificate. */
  public SSLContext tls() {
    return tls;
  }

  /** The id of the tenant that a token is for; null for any other text, and for null. */
  public String tenantOf(String token) {
    return token == null ? null : tenantsByToken.get(token);
  }

  /** A client that trusts this authority. */
  public com.azure.core.http.HttpClient client() {
    return TokenSource.httpClient(HttpClient.newBuilder().sslContext(tls));
  }

  /** A PKCS #12 file with a new key and its certificate. */
  public static Path keyStore(Path folder, String name)
      throws GeneralSecurityException, IOException {
    return keyStore(folder, name, Identity.server());
  }

  /** The same with that key and certificate. */
  public static Path keyStore(Path folder, String name, Identity identity)
      throws GeneralSecurityException, IOException {
    Path file = folder.resolve(name + ".p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(name, identity.key(), PASSWORD, new Certificate[] {identity.certificate()});
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
    return file;
  }

  /** The key and the certificate of such a file as PEM text. */
  public static String pem(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = load(file);
    String alias = store.aliases().nextElement();
    return pem("PRIVATE KEY", store.getKey(alias, PASSWORD).getEncoded())
        + pem("CERTIFICATE", store.getCertificate(alias).getEncoded());
  }

  /** The certificate alone. */
  public static String certificate(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = load(file);
    return pem("CERTIFICATE", store.getCertificate(store.aliases().nextElement()).getEncoded());
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
  }

  private static KeyStore load(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  /** A context with the key of such a file, made for the alias {@code authority}. */
  public static SSLContext tls(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = load(file);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", store.getCertificate("authority"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.endsWith("/oauth2/v2.0/token")) {
      requests.add(
          URLDecoder.decode(new String(exchange.getRequestBody().readAllBytes(), UTF_8), UTF_8));
      answerToken(exchange, path.split("/", -1)[1]);
    } else if (path.endsWith("/v2.0/.well-known/openid-configuration")) {
      String tenant = uri() + "/" + path.split("/", -1)[1];
      write(
          exchange,
          200,
          "{\"token_endpoint\":\"%1$s/oauth2/v2.0/token\",\"authorization_endpoint\":\"%1$s/a\",\"issuer\":\"%1$s/v2.0\"}"
              .formatted(tenant));
    } else {
      write(exchange, 404, "{}");
    }
  }

  private void answerToken(HttpExchange exchange, String tenant) throws IOException {
    if (tenant.equals(heldTenant)) {
      awaitRelease();
    }
    if (endless) {
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream body = exchange.getResponseBody()) {
        for (byte[] blanks = " ".repeat(64 * 1024).getBytes(UTF_8); endless; ) {
          body.write(blanks);
          endlessBytes.addAndGet(blanks.length);
        }
      }
    }
    Refusal refused = refusal;
    if (refused != null) {
      refused.headers().forEach(exchange.getResponseHeaders()::set);
      write(
          exchange,
          refused.status(),
          "{\"error\":\"%s\",\"error_description\":\"%s\"}"
              .formatted(refused.error(), refused.text()));
      return;
    }
    String token =
        "canary-token-" + requests.size() + (webTokens ? claims(tenantInTokens.apply(tenant)) : "");
    tenantsByToken.put(token, tenant);
    write(
        exchange,
        200,
        "{\"token_type\":\"Bearer\",\"expires_in\":%d,\"access_token\":\"%s\"}"
            .formatted(lifetimeSeconds, token));
  }

  private void awaitRelease() throws IOException {
    try {
      if (!released.await(2, TimeUnit.MINUTES)) {
        throw new IOException("nobody released the answers");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** The second and the third part of a JWT; nobody reads the first one. */
  private static String claims(String tenant) {
    byte[] claims = ("{\"tid\":\"" + tenant + "\"}").getBytes(UTF_8);
    return "." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims) + ".unsigned";
  }

  private static void write(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length());
    exchange.getResponseBody().write(body.getBytes(UTF_8));
    exchange.close();
  }

  @Override
  public void close() {
    released.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
