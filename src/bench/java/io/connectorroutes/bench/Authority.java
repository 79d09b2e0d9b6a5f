package io.connectorroutes.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A token authority on the loopback address, over https, that gives everyone a token. */
final class Authority implements AutoCloseable {
  /** Opens the key store, which is made for one run and thrown away. */
  static final String PASSWORD = "changeit";

  private final HttpsServer server;
  private final ExecutorService threads;

  private Authority(HttpsServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  static Authority start(Path keyStore) throws IOException, GeneralSecurityException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    server.setHttpsConfigurator(new HttpsConfigurator(tls(keyStore)));
    server.setExecutor(threads);
    Authority authority = new Authority(server, threads);
    server.createContext("/", authority::answer);
    server.start();
    return authority;
  }

  URI uri() {
    return URI.create("https://localhost:" + server.getAddress().getPort());
  }

  /** Makes a key with its certificate; the file serves as trust store as well. */
  static Path keyStore(Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("authority.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                "authority",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException("keytool failed: " + Files.readString(folder.resolve("keytool.log")));
    }
    return file;
  }

  /** With the key of that file, whose certificate it trusts. */
  static SSLContext tls(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", store.getCertificate("authority"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /** A token for the tenant by its id: not signed, since the stand-in checks none. */
  static String token(String tenantId) {
    return base64("{\"alg\":\"none\"}") + "." + base64("{\"tid\":\"" + tenantId + "\"}") + ".none";
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      String tenant = path.split("/", -1)[1];
      if (path.endsWith("/oauth2/v2.0/token")) {
        write(
            exchange,
            200,
            "{\"token_type\":\"Bearer\",\"expires_in\":86400,\"access_token\":\"%s\"}"
                .formatted(token(tenant)));
      } else if (path.endsWith("/v2.0/.well-known/openid-configuration")) {
        write(
            exchange,
            200,
            "{\"token_endpoint\":\"%1$s/oauth2/v2.0/token\",\"authorization_endpoint\":\"%1$s/a\",\"issuer\":\"%1$s/v2.0\"}"
                .formatted(uri() + "/" + tenant));
      } else {
        write(exchange, 404, "{}");
      }
    }
  }

  private static void write(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
