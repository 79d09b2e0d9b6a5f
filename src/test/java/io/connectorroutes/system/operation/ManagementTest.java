package io.connectorroutes.system.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.connectorroutes.secret.PasswordHash;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.RawHttp;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The management server serves health and metrics, on the configured address alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagementTest {
  private static final String CANARY = "canary-7f3b";

  private final HttpClient client = HttpClient.newHttpClient();
  private TestSystem system;
  private TestQueue queue;
  private int port;

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    port = FreePort.any();
    queue = TestQueue.start(home.resolve("broker"), TestQueue.Protocol.AMQP);
    system =
        TestSystem.in(home)
            .with("management.port", String.valueOf(port))
            .with("graph.client-secret", CANARY)
            .with("queue.url", queue.url().toString())
            .with("queue.user", "u")
            .with("queue.password", CANARY)
            .start();
    system.drop(
        "one.json",
        """
        {"changeId":"c-1","operation":"apiConnector.create","properties":{
          "displayName":"n","targetUrl":"https://api.example/",
          "authenticationConfiguration":{"@odata.type":"#microsoft.graph.basicAuthentication",
            "username":"u","password":"%s"}}}
        """
            .formatted(CANARY));
    system.outcomeOf("c-1");
  }

  @AfterAll
  void stop() {
    system.close();
    queue.close();
  }

  @Test
  void onlyTheConfiguredAddressListens() throws Exception {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address(1), port), 5_000);
      assertThat(socket.isConnected()).isTrue();
    }
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.getHostAddress().equals("127.0.0.1"))
            .toList();
    for (InetAddress other : others) {
      try (Socket socket = new Socket()) {
        assertThatIOException()
            .as("connection to " + other)
            .isThrownBy(() -> socket.connect(new InetSocketAddress(other, port), 5_000));
      }
    }
    // Another loopback address: a machine without a network has no other.
    try (Socket socket = new Socket()) {
      assertThatIOException()
          .isThrownBy(() -> socket.connect(new InetSocketAddress(address(2), port), 5_000));
    }
  }

  @Test
  void healthAndMetricsAreServedWithoutASecret() throws Exception {
    for (String path : List.of("/observe/health", "/observe/metrics")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.body()).isNotEmpty().doesNotContain(CANARY);
    }
    assertThat(get("/observe/health").body()).contains("UP");
    assertThat(get("/observe/metrics").body()).contains("camel_");
  }

  @Test
  void whoAsksByTheNameOfAnotherHostIsToldTheStatusAlone() throws Exception {
    for (String path : List.of("/", "/observe/health", "/observe/metrics")) {
      RawHttp.Answer answer = RawHttp.get(port, path, "Host: evil.example");
      assertThat(answer.status()).as(path).isEqualTo(421);
      assertThat(answer.body()).hasLineCount(1).contains("management.public-host");
    }
    RawHttp.Answer probe =
        RawHttp.get(port, "/observe/health/ready?exposureLevel=full", "Host: evil.example");
    assertThat(probe.status()).isEqualTo(200);
    assertThat(probe.body()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(get("/observe/health/ready?exposureLevel=full").body())
        .contains("connector-routes-ledger");
  }

  @Test
  void offLoopbackALoginIsDemanded(@TempDir Path other) throws Exception {
    int open = FreePort.any();
    String hash = PasswordHash.of("pässwörd€").text();
    try (TestSystem guarded =
        TestSystem.in(other)
            .with("management.host", "0.0.0.0")
            .with("management.port", String.valueOf(open))
            .with("management.user", "ops")
            .with("management.password-hash", hash)
            .with("management.public-host", "routes.example.com")
            .start()) {
      String host = "Host: routes.example.com";
      String login =
          Base64.getEncoder().encodeToString("ops:pässwörd€".getBytes(StandardCharsets.UTF_8));
      assertThat(guarded.application()).isNotNull();
      assertThat(RawHttp.get(open, "/observe/metrics", host).status()).isEqualTo(401);
      assertThat(RawHttp.get(open, "/observe/health", host).status()).isEqualTo(401);
      assertThat(RawHttp.get(open, "/observe/health/live", host).body())
          .isEqualTo("{\"status\":\"UP\"}");
      RawHttp.Answer metrics =
          RawHttp.get(open, "/observe/metrics", host, "Authorization: Basic " + login);
      assertThat(metrics.status()).isEqualTo(200);
      assertThat(metrics.body()).contains("camel_").doesNotContain(hash);
    }
  }

  /** A page of another site could read the answer (CVE-2026-84176). */
  @Test
  void noOriginIsAllowed() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/health"))
            .header("Origin", "https://evil.example")
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
  }

  @Test
  void nothingElseIsServed() throws Exception {
    for (String path :
        List.of(
            "/",
            "/observe",
            "/observe/",
            "/observe/info",
            "/observe/dev",
            "/observe/download",
            "/observe/upload",
            "/observe/send",
            "/observe/jolokia",
            "/observe/../data/ledger.key",
            "/q/dev",
            "/q/health",
            "/dev",
            "/send",
            "/download/",
            "/upload/x",
            "/jolokia",
            "/openapi.json",
            "/favicon.ico")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body()).as(path).doesNotContain(CANARY);
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static InetAddress address(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }
}
