package io.connectorroutes.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.connectorroutes.app.command.ExitStatus;
import io.connectorroutes.app.command.ImportOptions;
import io.connectorroutes.app.command.StopFlag;
import io.connectorroutes.app.command.Terminal;
import io.connectorroutes.testing.DeadLetterCalls;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TokenAuthority;
import io.connectorroutes.testing.TrustStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private TokenAuthority authority;
  private TrustStore trust;

  @BeforeEach
  void startAuthority() throws Exception {
    Path store = TokenAuthority.keyStore(keys, "authority");
    authority = new TokenAuthority(store);
    trust = TrustStore.of(store);
  }

  @AfterEach
  void stopAuthority() {
    thread.shutdownNow();
    authority.close();
    trust.close();
  }

  @Test
  void anAuthorityThatRefusesForGoodEndsItWithWhatIsLeft() throws Exception {
    authority.refusal =
        new TokenAuthority.Refusal(401, "invalid_client", "AADSTS7000215: Invalid client secret.");
    try (TestSystem system = system().start()) {
      assertThat(importOne(system)).isEqualTo(ExitStatus.INTERRUPTED);
      assertThat(errors.toString(UTF_8))
          .contains("1 change waits: tenant default: no token", "AADSTS7000215")
          .contains("what waits stays in the ledger");
      assertThat(system.application().ledger().reports().openChanges()).isEqualTo(1);
      assertThat(DeadLetterCalls.open(system.application().ledger())).isEmpty();
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
          .atMost(2, TimeUnit.MINUTES)
          .until(
              () ->
                  system.application().ledger().reports().tenants().stream()
                      .anyMatch(tenant -> tenant.parkedUntil() != null));
      assertThat(status).isNotDone();
      assertThat(authority.requests).isNotEmpty();

      authority.refusal = null;
      assertThat(status.get(2, TimeUnit.MINUTES)).isEqualTo(ExitStatus.OK);
      assertThat(system.writes()).hasSize(1);
    }
  }

  @Test
  void tenantsThatCannotBeUsedHoldUpNoOther() throws Exception {
    List<String> rows = new ArrayList<>();
    for (String tenant : List.of("good", "broken", "gone", "keyless")) {
      for (int i = 1; i <= 25; i++) {
        String id = tenant + "-" + i;
        rows.add(Requests.create(id, "Connector " + id).put("tenant", tenant).toString());
      }
    }
    try (TestSystem system = system()) {
      system
          .with("graph.tenants.good.tenant-id", "22222222-2222-3333-4444-555555555555")
          .with("graph.tenants.broken.tenant-id", "33333333-2222-3333-4444-555555555555")
          .with("graph.tenants.broken.credential", "client-certificate")
          .with("graph.tenants.broken.client-certificate", "secrets/gone.pem")
          .with("graph.tenants.keyless.tenant-id", "55555555-2222-3333-4444-555555555555")
          .with("graph.tenants.keyless.client-secret", "env:NOT_SET")
          .with("graph.tenants.gone.tenant-id", "44444444-2222-3333-4444-555555555555");
      Path file = file("three.jsonl", String.join("\n", rows));
      record(system, file);
      system.without("graph.tenants.gone.tenant-id").start();

      int status = importFile(system, file);

      assertThat(status).isEqualTo(ExitStatus.INTERRUPTED);
      assertThat(system.writes()).hasSize(25);
      assertThat(errors.toString(UTF_8))
          .contains("25 changes wait: tenant broken: graph.tenants.broken.client-certificate: ")
          .contains(home.resolve("secrets/gone.pem") + " is not there")
          .contains(
              "tenant keyless: graph.tenants.keyless.client-secret: the environment variable"
                  + " NOT_SET")
          .contains("25 changes wait: tenant gone (44444444-2222-3333-4444-555555555555) is not");
      assertThat(system.application().ledger().reports().openChanges()).isEqualTo(75);
    }
  }

  /** As an import does that is stopped before anything was sent. */
  private void record(TestSystem system, Path file) throws Exception {
    authority.refusal = new TokenAuthority.Refusal(503, "temporarily_unavailable", "later");
    system.start();
    Terminal terminal =
        Terminal.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    new ImportRun(system.application(), system.configuration(), terminal, new StopFlag(() -> {}))
        .run(ImportOptions.of(List.of(file)), Supplier::get);
    Awaitility.await()
        .atMost(2, TimeUnit.MINUTES)
        .until(
            () ->
                system.application().ledger().reports().tenants().stream()
                    .allMatch(tenant -> tenant.parkedUntil() != null));
    system.stop();
    authority.refusal = null;
  }

  private int importOne(TestSystem system) throws Exception {
    return importFile(system, file("one.json", Requests.create("c-1", "One").toString()));
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(home.resolve(name), content);
  }

  private int importFile(TestSystem system, Path file) throws Exception {
    Terminal terminal = Terminal.of(OutputStream.nullOutputStream(), errors);
    StopFlag never = new StopFlag(() -> new CountDownLatch(1).await());
    return new ImportRun(system.application(), system.configuration(), terminal, never)
        .run(ImportOptions.of(List.of(file)), Supplier::get);
  }

  private TestSystem system() {
    return TestSystem.in(home, authority)
        .with("graph.tenant-id", TENANT)
        .with("graph.client-id", "app")
        .with("graph.client-secret", "canary-client-secret");
  }
}
