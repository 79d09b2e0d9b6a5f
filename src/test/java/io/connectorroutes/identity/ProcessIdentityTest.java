package io.connectorroutes.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.testing.ForkedJvm;
import io.connectorroutes.testing.MachineIdentity;
import io.connectorroutes.testing.TokenAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the environment of a process says, each in a process of its own. */
class ProcessIdentityTest {
  private static final String CLIENT = "66666666-7777-8888-9999-000000000000";

  @TempDir Path folder;

  @Test
  void theIdentityOfAMachineIsAskedForTheServiceOnce() throws Exception {
    try (MachineIdentity machine = new MachineIdentity()) {
      assertThat(tokens(machine.appService(), "https://unused.example", CLIENT))
          .containsExactly("> machine-token-1", "> machine-token-1");

      assertThat(machine.asked)
          .singleElement()
          .asString()
          .startsWith("/msi/token?")
          .contains("resource=https", "service.example", "client_id=" + CLIENT);
    }
  }

  @Test
  void theIdentityOfAVirtualMachineIsAskedForTheService() throws Exception {
    try (MachineIdentity machine = new MachineIdentity()) {
      assertThat(tokens(machine.virtualMachine(), "https://unused.example", CLIENT))
          .hasSize(2)
          .allMatch(token -> token.startsWith("> machine-token-"));

      assertThat(machine.asked)
          .last()
          .asString()
          .startsWith("/metadata/identity/oauth2/token?")
          .contains("resource=https", "service.example", "client_id=" + CLIENT);
    }
  }

  @Test
  void aWorkloadAsksTheAuthorityAsTheConfiguredIdentity() throws Exception {
    Path keys = TokenAuthority.keyStore(folder, "authority");
    Path file = Files.writeString(folder.resolve("federated"), "federated-token");
    try (TokenAuthority authority = new TokenAuthority(keys)) {
      Map<String, String> environment =
          Map.of(
              "AZURE_FEDERATED_TOKEN_FILE",
              file.toString(),
              "AZURE_TENANT_ID",
              "11111111-2222-3333-4444-555555555555",
              "AZURE_CLIENT_ID",
              "another");

      assertThat(tokens(environment, authority.uri().toString(), CLIENT))
          .containsExactly("> canary-token-1", "> canary-token-1");

      assertThat(authority.requests)
          .singleElement()
          .asString()
          .contains("client_id=" + CLIENT, "client_assertion=federated-token");
    }
  }

  private List<String> tokens(Map<String, String> environment, String authority, String client)
      throws Exception {
    List<String> options =
        List.of(
            "-Djavax.net.ssl.trustStore=" + folder.resolve("authority.p12"),
            "-Djavax.net.ssl.trustStorePassword=" + TokenAuthority.STORE_PASSWORD);
    try (ForkedJvm jvm =
        ForkedJvm.run(environment, options, IdentityProcess.class, authority, client)) {
      return jvm.linesUntilTheEnd().stream().filter(line -> line.startsWith("> ")).toList();
    }
  }
}
