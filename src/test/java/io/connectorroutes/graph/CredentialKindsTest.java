package io.connectorroutes.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.command.Check;
import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.MachineIdentity;
import io.connectorroutes.testing.TokenAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The kinds of credentials that look into the environment, each environment in a process of its own
 * against a stand-in of its endpoint. Those by secret and certificate are in {@link
 * TokenSourceTest} and others.
 */
class CredentialKindsTest {
  private static final String NO_KEYS =
      "; set graph.tenant-id, graph.client-id and graph.credential, or what stands for them in the"
          + " environment (AZURE_TENANT_ID and so on)";
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String OTHER_TENANT = "99999999-2222-3333-4444-555555555555";
  private static final String CLIENT = "66666666-7777-8888-9999-000000000000";

  private static final String OTHER_CLIENT = "77777777-7777-8888-9999-000000000000";

  @TempDir Path folder;

  private MachineIdentity machine;
  private Path keys;
  private TokenAuthority authority;

  /** Null before there is one. */
  private ForkedJvm process;

  @BeforeEach
  void start() throws Exception {
    keys = TokenAuthority.keyStore(folder, "authority");
    authority = new TokenAuthority(keys);
    machine = new MachineIdentity();
  }

  @AfterEach
  void stop() {
    if (process != null) {
      process.close();
    }
    machine.close();
    authority.close();
  }

  @Test
  void aVirtualMachineHasTheTokensOfItsIdentities() throws Exception {
    run(machine.virtualMachine());

    // First: the library keeps the tokens of a machine's identities for the whole process.
    tellsWhatIsWrong();

    machine.failure = null;
    machine.asked.clear();
    machine.heads.clear();
    assertThat(ask("managed-identity - -")).isEqualTo("machine-token-1");
    assertThat(machine.asked.get(0))
        .startsWith("/metadata/identity/oauth2/token?")
        .contains("resource=https")
        .doesNotContain("client_id");
    assertThat(machine.heads.get(0).getFirst("Metadata")).isEqualTo("true");
    assertThat(ask("managed-identity - " + CLIENT)).isEqualTo("machine-token-2");
    assertThat(machine.asked.get(1)).contains("client_id=" + CLIENT);
    assertThat(ask("default - " + OTHER_CLIENT)).startsWith("machine-token-");
    assertThat(machine.asked.get(machine.asked.size() - 1)).contains("client_id=" + OTHER_CLIENT);

    aTokenOfAnotherTenantIsNotTaken();
  }

  /** What is before it depends on the machine. */
  @Test
  void theReadmeQuotesWhatIsSaidWhereNoKeyIsSet() throws Exception {
    Check check = Check.failedWith("default: token", "no token: …" + NO_KEYS, "");
    assertThat(Files.readString(Path.of("README.md")))
        .contains("`FAIL " + check.name() + " " + check.text() + "`");
  }

  /** In the process that is there already: a further one takes seconds. */
  private void tellsWhatIsWrong() throws IOException {
    machine.failure =
        new MachineIdentity.Failure(
            400,
            "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}",
            Map.of());
    assertThat(ask("managed-identity - -"))
        .startsWith("no token: the machine's identity endpoint refused: ")
        .endsWith(
            "; assign an identity to this machine, and give its graph.client-id where it has"
                + " several");
    assertThat(ask("default - app")).startsWith("no token: ").contains("set graph.credential to");
    assertThat(ask("default - -")).startsWith("no token: ").contains(NO_KEYS);
    machine.failure = new MachineIdentity.Failure(403, "no JSON", Map.of());
    assertThat(ask("default - -"))
        .startsWith("no token: ")
        .contains("managed_identity_response_parse_failure", NO_KEYS);

    int before = machine.asked.size();
    machine.failure = new MachineIdentity.Failure(429, "{}", Map.of("Retry-After", "77"));
    assertThat(ask("managed-identity - -"))
        .startsWith("no token: the machine's identity endpoint asks to wait: ")
        .endsWith(" [77 s]");
    machine.failure = new MachineIdentity.Failure(410, "{}", Map.of());
    assertThat(ask("managed-identity - -"))
        .startsWith("no token: the machine's identity endpoint is out of order and is asked again");
    assertThat(machine.asked).as("nobody but us tries again").hasSize(before + 2);
  }

  private void aTokenOfAnotherTenantIsNotTaken() throws IOException {
    machine.token = query -> webToken(OTHER_TENANT);

    assertThat(ask("managed-identity " + TENANT + " app"))
        .isEqualTo(
            "no token: it is for the tenant "
                + OTHER_TENANT
                + " and not for "
                + TENANT
                + ", the machine's own: for another one set graph.credential to"
                + " client-certificate, client-secret or workload-identity [final]");
    assertThat(ask("default " + TENANT + " app"))
        .contains("the environment's own: mend AZURE_TENANT_ID");
    assertThat(ask("managed-identity " + OTHER_TENANT + " app")).isEqualTo(webToken(OTHER_TENANT));
    assertThat(ask("managed-identity contoso.example app")).isEqualTo(webToken(OTHER_TENANT));
  }

  @Test
  void anAppServiceHasTheTokensOfItsIdentities() throws Exception {
    run(machine.appService());

    machine.failure =
        new MachineIdentity.Failure(
            500, "{\"statusCode\":500,\"message\":\"it repeats canary-header\"}", Map.of());
    assertThat(ask("managed-identity - -"))
        .startsWith("no token: the machine's identity endpoint is out of order and is asked again")
        .doesNotContain("canary-header");

    machine.failure = null;
    machine.asked.clear();
    assertThat(ask("managed-identity - -")).isEqualTo("machine-token-1");
    assertThat(machine.asked.get(0)).startsWith("/msi/token?").doesNotContain("client_id");
    assertThat(ask("managed-identity - " + CLIENT)).isEqualTo("machine-token-2");
    assertThat(machine.asked.get(1)).contains("client_id=" + CLIENT);
    assertThat(ask("default - " + OTHER_CLIENT)).isEqualTo("machine-token-3");
    assertThat(machine.asked.get(2)).contains("client_id=" + OTHER_CLIENT);
    assertThat(machine.heads)
        .allSatisfy(
            head -> assertThat(head.getFirst("X-IDENTITY-HEADER")).isEqualTo("canary-header"));
  }

  @Test
  void aWorkloadHasATokenByTheFileThatItsEnvironmentNames() throws Exception {
    Path file = Files.writeString(folder.resolve("federated"), "federated-token");
    run(
        Map.of(
            "AZURE_FEDERATED_TOKEN_FILE",
            file.toString(),
            "AZURE_TENANT_ID",
            TENANT,
            "AZURE_CLIENT_ID",
            CLIENT));

    assertThat(ask("workload-identity " + TENANT + " " + CLIENT)).isEqualTo("canary-token-1");
    assertThat(ask("default " + TENANT + " " + CLIENT)).isEqualTo("canary-token-2");
    assertThat(ask("workload-identity - -")).isEqualTo("canary-token-3");
    assertThat(authority.requests).allMatch(r -> r.contains("client_assertion=federated-token"));

    Files.writeString(file, "renewed-token");
    assertThat(ask("workload-identity - -")).isEqualTo("canary-token-4");
    assertThat(authority.requests.get(3)).contains("client_assertion=renewed-token");

    authority.refusal =
        new TokenAuthority.Refusal(
            401,
            "invalid_client",
            "AADSTS700024: Client assertion is not within its valid time range, renewed-token.");
    assertThat(ask("workload-identity - -"))
        .contains("AADSTS700024", "the federated token has ended: see that its file is renewed")
        .doesNotContain("renewed-token");
  }

  @Test
  void theDefaultTakesTheSecretOfTheEnvironment() throws Exception {
    run(
        Map.of(
            "AZURE_CLIENT_SECRET",
            "canary-secret",
            "AZURE_TENANT_ID",
            TENANT,
            "AZURE_CLIENT_ID",
            CLIENT));

    assertThat(ask("default - -")).isEqualTo("canary-token-1");
    assertThat(authority.requests).singleElement().asString().contains("client_id=" + CLIENT);

    authority.refusal =
        new TokenAuthority.Refusal(
            401, "invalid_client", "AADSTS7000215: Invalid client secret canary-secret provided.");
    assertThat(ask("default - -"))
        .startsWith("no token: the authority refused: invalid_client AADSTS7000215")
        .endsWith(
            "; give a valid secret of the app in AZURE_CLIENT_SECRET (its value, not its id)"
                + " [final]")
        .doesNotContain("canary-secret");
  }

  private void run(Map<String, String> environment) throws IOException {
    List<String> options =
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Djavax.net.ssl.trustStore=" + keys,
            "-Djavax.net.ssl.trustStorePassword=" + TokenAuthority.STORE_PASSWORD);
    process = ForkedJvm.run(environment, options, TokenProcess.class, authority.uri().toString());
  }

  private String ask(String kind) throws IOException {
    process.writeLine(kind);
    return process.lineBehind(TokenProcess.ANSWER);
  }

  private static String webToken(String tenant) {
    return "e30."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(("{\"tid\":\"" + tenant + "\"}").getBytes(UTF_8))
        + ".unsigned";
  }
}
