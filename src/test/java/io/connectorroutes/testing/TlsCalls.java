package io.connectorroutes.testing;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import io.connectorroutes.camel.EmbeddedRoutes;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.camel.Mode;
import io.connectorroutes.config.ConfigurationReader;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.text.Causes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.Security;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;

/** Calls of the product over TLS, also from a JVM of their own that knows older versions. */
public final class TlsCalls {
  private TlsCalls() {}

  /**
   * Removes an API connector at that root.
   *
   * @param tokens who is trusted where tokens are asked for; null for whom Java trusts
   * @return what the call failed by; null where it did not
   */
  public static Exception call(URI root, SSLContext tokens, Map<String, String> credential)
      throws Exception {
    Map<String, String> settings = new HashMap<>(credential);
    settings.put("graph.cloud", "custom");
    settings.put("graph.endpoint", root.toString());
    Externals externals = Externals.standard();
    if (tokens != null) {
      externals =
          externals.withTokenClient(
              TokenSource.httpClient(HttpClient.newBuilder().sslContext(tokens)));
    }
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      EmbeddedRoutes.bindTo(
          context,
          new ConfigurationReader(null, Map.of(), Externals::keyVault)
              .of(Path.of("target", "no-such-home"), settings, "the test"),
          Mode.RUN,
          externals);
      context.addRoutes(
          context
              .getRegistry()
              .lookupByNameAndType("connector-routes-routes", RoutesBuilder.class));
      context.start();
      return context
          .createFluentProducerTemplate()
          .to("connector-change:call")
          .withBody(Requests.delete("c-1", "x").toString())
          .request(Exchange.class)
          .getException();
    }
  }

  /** Tries servers of one version after the other, which have the key of the file that is given. */
  public static void main(String[] arguments) throws Exception {
    Security.setProperty("jdk.tls.disabledAlgorithms", "");
    SSLContext keys = TokenAuthority.tls(Path.of(arguments[0]));
    for (String version : List.of("TLSv1.1", "TLSv1.2", "TLSv1.3")) {
      try (GraphServer server = GraphServer.https(keys, version)) {
        System.out.println(version + " plain client " + plain(server.root(), version));
        System.out.println(version + " tokens and vaults " + tokens(server.root()));
        Exception failure = call(server.root(), null, Map.of("graph.credential", "none"));
        System.out.println(
            version + " graph " + (failure == null ? "done" : failure.getClass().getSimpleName()));
        System.out.println(version + " requests " + server.requests().size());
      }
      System.out.println(
          version + " database " + connecting(keys, version, true, TlsCalls::database));
      System.out.println(version + " kafka " + connecting(keys, version, false, TlsCalls::kafka));
    }
    System.exit(0);
  }

  /** A client that logs in by a password. */
  @FunctionalInterface
  public interface Login {
    /** Connects to {@code localhost:PORT}. */
    void at(String address) throws Exception;
  }

  /**
   * Lets a client connect to a server of one version, which agrees on it and says no more.
   *
   * @return {@code told} where the client went on behind TLS, {@code refused} where it did not
   */
  public static String connecting(SSLContext keys, String version, boolean postgres, Login login)
      throws Exception {
    try (OneTlsVersion server = new OneTlsVersion(keys, version, postgres)) {
      Thread client = new Thread(() -> tryIt(login, server.address()), "client");
      client.setDaemon(true);
      client.start();
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> server.told() + server.refusals() > 0);
      return server.told() > 0 ? "told" : "refused";
    }
  }

  private static void tryIt(Login login, String address) {
    try {
      login.at(address);
    } catch (Exception e) {
      // The server counts it.
    }
  }

  private static void database(String address) throws Exception {
    DriverManager.getConnection(
            "jdbc:postgresql://"
                + address
                + "/x?sslmode=require&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory",
            "u",
            "p")
        .close();
  }

  private static void kafka(String address) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", address, "security.protocol", "SSL");
    try (Admin admin = Admin.create(settings)) {
      admin.describeCluster().nodes().get();
    }
  }

  private static int plain(URI uri, String version) throws Exception {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {version});
    return HttpClient.newBuilder()
        .sslParameters(parameters)
        .build()
        .send(java.net.http.HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private static String tokens(URI uri) {
    try {
      return String.valueOf(
          TokenSource.httpClient()
              .send(new HttpRequest(HttpMethod.GET, uri.toString()))
              .block()
              .getStatusCode());
    } catch (RuntimeException e) {
      return Causes.first(e, SSLException.class).orElseThrow().getClass().getSimpleName();
    }
  }
}
