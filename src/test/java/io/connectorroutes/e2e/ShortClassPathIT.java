package io.connectorroutes.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.sandbox.Sandbox;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.ConnectProxy;
import io.connectorroutes.testing.MachineIdentity;
import io.connectorroutes.testing.PrivateCa;
import io.connectorroutes.testing.TokenAuthority;
import io.connectorroutes.testing.TokenPostgres;
import io.connectorroutes.testing.VaultServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands that only look into the ledger have few jars on their class path: those of vaults,
 * identities and databases are among them.
 */
class ShortClassPathIT {
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
  private static final String HOST = "localhost";
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("status"),
          List.of("status", "one-1"),
          List.of("job", "show", "one.jsonl"),
          List.of("tenant", "pause", "default"),
          List.of("dead-letters", "list"));

  @TempDir Path folder;
  private Sandbox sandbox;
  private MachineIdentity machine;
  private Workplace work;
  private Path trusted;
  private Path keys;
  private SSLContext vaultTls;

  @BeforeEach
  void start() throws Exception {
    PrivateCa ca = new PrivateCa();
    trusted = ca.trustStore(folder);
    keys = ca.serverStore(folder, HOST);
    vaultTls = ca.server("*.vault.azure.net");
    sandbox = Sandbox.start(SandboxOptions.builder().build());
    machine = new MachineIdentity();
    work = new Workplace(folder, sandbox.root());
    work.file("one.jsonl", Changes.creates("one", 1));
  }

  @AfterEach
  void stop() throws Exception {
    work.close();
    machine.close();
    sandbox.close();
  }

  private void importsAndLooks(List<String> options, List<String> properties) throws Exception {
    Map<String, String> environment = new HashMap<>(machine.appService());
    List<String> all = new ArrayList<>(options);
    all.add("-Djavax.net.ssl.trustStore=" + trusted);
    all.add("-Djavax.net.ssl.trustStorePassword=" + TokenAuthority.STORE_PASSWORD);
    environment.put("JAVA_OPTS", String.join(" ", all));
    work.start(environment, with(List.of("import", "one.jsonl"), properties)).awaitStatus(0);
    for (List<String> command : COMMANDS) {
      machine.asked.clear();
      work.start(environment, with(command, properties)).awaitStatus(0);
      assertThat(machine.asked).as("a token for %s", command).isNotEmpty();
    }
  }

  private static String[] with(List<String> command, List<String> properties) {
    List<String> arguments = new ArrayList<>(command);
    properties.forEach(property -> arguments.addAll(List.of("--property", property)));
    return arguments.toArray(String[]::new);
  }

  @Test
  void aKeyOfTheLedgerInAVaultIsRead() throws Exception {
    try (ConnectProxy proxy = ConnectProxy.open();
        VaultServer vault = new VaultServer(vaultTls).with("ledger", KEY)) {
      proxy.leading(".vault.azure.net:443", vault.port());

      importsAndLooks(
          List.of("-Dhttps.proxyHost=127.0.0.1", "-Dhttps.proxyPort=" + proxy.port()),
          List.of("ledger.key=keyvault:company/ledger"));

      assertThat(vault.requests()).hasSizeGreaterThan(COMMANDS.size());
    }
  }

  @Test
  void aDatabaseThatTakesTokensIsReached() throws Exception {
    machine.token = query -> "token-1";
    try (TokenPostgres postgres = TokenPostgres.start(folder, keys, clients())) {
      postgres.takes("token-1");

      importsAndLooks(
          List.of(),
          List.of(
              "ledger.url=" + postgres.url(HOST) + "?sslmode=verify-full",
              "ledger.user=" + TokenPostgres.WORKER,
              "ledger.credential=entra",
              "ledger.key=" + KEY));
    }
  }

  /** No client shows one here. */
  private Path clients() throws Exception {
    return Files.writeString(folder.resolve("clients.pem"), TokenAuthority.certificate(keys));
  }
}
