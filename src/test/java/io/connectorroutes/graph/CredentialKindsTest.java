package io.connectorroutes.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.TokenAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kinds of credentials that look into the environment, each in a process of its own against a
 * stand-in of its endpoint. Those by secret and certificate are in {@link TokenSourceTest}.
 */
class CredentialKindsTest {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String CLIENT = "66666666-7777-8888-9999-000000000000";
  private static final String TOKEN =
      """
      {"access_token":"machine-token","expires_in":"3600","expires_on":"4000000000",\
      "resource":"https://graph.example","token_type":"Bearer"}\
      """;

  @TempDir Path folder;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer machine;
  private Path keys;
  private TokenAuthority authority;

  /** Its status and body. */
  private volatile int status = 200;

  private volatile String body = TOKEN;

  @BeforeEach
  void start() throws Exception {
    keys = TokenAuthority.keyStore(folder, "authority");
    authority = new TokenAuthority(keys);
    machine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    machine.createContext("/", this::answer);
    machine.start();
  }

  @AfterEach
  void stop() {
    machine.stop(0);
    authority.close();
  }

  @Test
  void aManagedIdentityOfAVirtualMachineHasAToken() throws Exception {
    Map<String, String> environment = Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", machine());

    assertThat(ask(environment, "", "", "managed-identity", "default"))
        .containsExactly("> managed-identity: machine-token", "> default: machine-token");
    assertThat(asked).anyMatch(a -> a.startsWith("/metadata/identity/oauth2/token?"));
    assertThat(ask(environment, "", CLIENT, "managed-identity"))
        .containsExactly("> managed-identity: machine-token");
    assertThat(asked).anyMatch(a -> a.contains("client_id=" + CLIENT));
  }

  @Test
  void aManagedIdentityOfAnAppServiceHasAToken() throws Exception {
    Map<String, String> environment =
        Map.of("IDENTITY_ENDPOINT", machine() + "/msi/token", "IDENTITY_HEADER", "header");

    assertThat(ask(environment, "", "", "managed-identity", "default"))
        .containsExactly("> managed-identity: machine-token", "> default: machine-token");
    assertThat(asked).allMatch(a -> a.startsWith("/msi/token?"));
  }

  @Test
  void aMachineWithoutAnIdentityIsSaidSo() throws Exception {
    status = 400;
    body = "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}";

    assertThat(
            ask(Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", machine()), "", "", "managed-identity"))
        .singleElement()
        .asString()
        .startsWith("> managed-identity: no token: ")
        .contains("assign an identity to this machine", "graph.client-id")
        .doesNotContain("the authority");
  }

  @Test
  void aWorkloadHasATokenByTheFileThatItsEnvironmentNames() throws Exception {
    Path file = Files.writeString(folder.resolve("federated"), "federated-token");
    Map<String, String> environment =
        Map.of(
            "AZURE_FEDERATED_TOKEN_FILE",
            file.toString(),
            "AZURE_TENANT_ID",
            TENANT,
            "AZURE_CLIENT_ID",
            CLIENT);

    assertThat(ask(environment, TENANT, CLIENT, "workload-identity", "default"))
        .containsExactly("> workload-identity: canary-token-1", "> default: canary-token-2");
    assertThat(authority.requests).allMatch(r -> r.contains("client_assertion=federated-token"));
  }

  @Test
  void theDefaultTakesTheSecretOfTheEnvironment() throws Exception {
    Map<String, String> environment =
        Map.of("AZURE_CLIENT_SECRET", "s", "AZURE_TENANT_ID", TENANT, "AZURE_CLIENT_ID", CLIENT);

    assertThat(ask(environment, "", "", "default")).containsExactly("> default: canary-token-1");
  }

  private List<String> ask(
      Map<String, String> environment, String tenant, String client, String... kinds)
      throws Exception {
    List<String> options =
        List.of(
            "-Djavax.net.ssl.trustStore=" + keys,
            "-Djavax.net.ssl.trustStorePassword=" + TokenAuthority.STORE_PASSWORD);
    String[] arguments =
        Stream.concat(Stream.of(authority.uri().toString(), tenant, client), Stream.of(kinds))
            .toArray(String[]::new);
    try (ForkedJvm jvm = ForkedJvm.run(environment, options, TokenProcess.class, arguments)) {
      return jvm.linesUntilTheEnd().stream().filter(line -> line.startsWith("> ")).toList();
    }
  }

  private String machine() {
    return "http://127.0.0.1:" + machine.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().toString());
    byte[] answer = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }
}
