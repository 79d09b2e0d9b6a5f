package io.connectorroutes.bench;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The stand-in for Graph in its own process, see {@link GraphHost}. */
final class Graph implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Jvm jvm;
  private final Path trust;
  private final URI root;
  private final URI authority;
  private final HttpClient http;

  private Graph(Jvm jvm, Path trust, URI root, URI authority) throws Exception {
    this.jvm = jvm;
    this.trust = trust;
    this.root = root;
    this.authority = authority;
    this.http = HttpClient.newBuilder().sslContext(Authority.tls(trust)).build();
  }

  static Graph start(GraphOptions options, Path folder) throws Exception {
    Path keyStore = Authority.keyStore(folder);
    Jvm jvm =
        Jvm.start(
            List.of("-Xmx1g", "-XX:+UseSerialGC"),
            GraphHost.class,
            MAPPER.writeValueAsString(options),
            keyStore.toString());
    return new Graph(jvm, keyStore, URI.create(jvm.line()), URI.create(jvm.line()));
  }

  URI root() {
    return root;
  }

  URI authority() {
    return authority;
  }

  /** Options for a JVM that trusts the authority. */
  List<String> trustOptions() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + trust,
        "-Djavax.net.ssl.trustStoreType=PKCS12",
        "-Djavax.net.ssl.trustStorePassword=" + Authority.PASSWORD);
  }

  /** All requests so far, in the order of arrival. */
  List<GraphRequest> requests() throws IOException, InterruptedException {
    HttpRequest get = HttpRequest.newBuilder(root.resolve("/sandbox/journal")).build();
    List<GraphRequest> requests = new ArrayList<>();
    try (InputStream body = http.send(get, BodyHandlers.ofInputStream()).body();
        JsonParser parser = MAPPER.createParser(body)) {
      while (parser.nextToken() != JsonToken.START_ARRAY) {
        // Up to the entries.
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        requests.add(GraphRequest.of(parser.<JsonNode>readValueAsTree()));
      }
    }
    return requests;
  }

  void addFaults(String plan) throws IOException, InterruptedException {
    HttpRequest post =
        HttpRequest.newBuilder(root.resolve("/sandbox/faults"))
            .POST(HttpRequest.BodyPublishers.ofString(plan))
            .build();
    var answer = http.send(post, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("the sandbox refused the faults: " + answer.body());
    }
  }

  /** How many of the planned faults have fired. */
  int faultsFired() throws IOException, InterruptedException {
    HttpRequest get = HttpRequest.newBuilder(root.resolve("/sandbox/faults")).build();
    return MAPPER.readTree(http.send(get, BodyHandlers.ofString()).body()).path("fired").size();
  }

  @Override
  public void close() {
    jvm.close();
  }
}
