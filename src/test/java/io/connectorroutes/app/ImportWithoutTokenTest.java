package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.app.config.UsageException;
import io.connectorroutes.sandbox.SandboxOptions;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TokenAuthority;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import does while its tenant has no token: it waits, or says that waiting is in vain. */
class ImportWithoutTokenTest {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";

  @TempDir Path home;
  @TempDir Path keys;

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private TokenAuthority authority;

  @BeforeEach
  void startAuthority() throws Exception {
    authority = new TokenAuthority(TokenAuthority.keyStore(keys, "authority"));
  }

  @AfterEach
  void stopAuthority() {
    thread.shutdownNow();
    authority.close();
  }

  @Test
  void anAuthorityThatRefusesForGoodEndsItAndTheRowsStay() throws Exception {
    authority.refusal =
        new TokenAuthority.Refusal(401, "invalid_client", "AADSTS7000215: Invalid client secret.");
    try (TestSystem system = system().start()) {
      assertThatThrownBy(() -> importOne(system))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("what is recorded stays: mend graph.credential");
      assertThat(system.application().ledger().reports().openChanges()).isEqualTo(1);
      assertThat(system.application().ledger().deadLetters().list()).isEmpty();
      assertThat(system.sandbox().journal()).isEmpty();
    }
  }

  @Test
  void anAuthorityThatIsOutOfOrderIsWaitedFor() throws Exception {
    authority.refusal =
        new TokenAuthority.Refusal(503, "temporarily_unavailable", "AADSTS90033: Try later.");
    try (TestSystem system = system().start()) {
      Future<Integer> status = thread.submit(() -> importOne(system));
      Awaitility.await()
          .atMost(30, TimeUnit.SECONDS)
          .until(
              () ->
                  system.application().ledger().reports().tenants().stream()
                      .anyMatch(tenant -> tenant.parkedUntil() != null));
      assertThat(status).isNotDone();
      assertThat(authority.requests).isNotEmpty();

      authority.refusal = null;
      assertThat(status.get(60, TimeUnit.SECONDS)).isEqualTo(ExitStatus.OK);
      assertThat(system.writes()).hasSize(1);
    }
  }

  private int importOne(TestSystem system) throws Exception {
    Path file = Files.writeString(home.resolve("one.json"), Requests.create("c-1", "One") + "");
    Terminal terminal =
        Terminal.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    StopFlag never = new StopFlag(() -> new CountDownLatch(1).await());
    return new ImportRun(system.application(), system.configuration(), terminal, never)
        .importFiles(List.of(file), false);
  }

  private TestSystem system() {
    return TestSystem.in(
            home,
            SandboxOptions.builder().requireBearer(true).tenantOf(authority::tenantOf).build())
        .in(Outside.standard().withTokenClient(authority.client()))
        .with("graph.authority", authority.uri().toString())
        .with("graph.credential", "client-secret")
        .with("graph.tenant-id", TENANT)
        .with("graph.client-id", "app")
        .with("graph.client-secret", "canary-client-secret");
  }
}
