package io.connectorroutes.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import io.connectorroutes.app.ProductCommands.Executed;
import io.connectorroutes.app.check.CheckLimits;
import io.connectorroutes.app.command.Check;
import io.connectorroutes.camel.Externals;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.ledger.WaitReason;
import io.connectorroutes.sandbox.Fault;
import io.connectorroutes.sandbox.JournalEntry;
import io.connectorroutes.testing.FreePort;
import io.connectorroutes.testing.KafkaBroker;
import io.connectorroutes.testing.Requests;
import io.connectorroutes.testing.TestKafka;
import io.connectorroutes.testing.TestQueue;
import io.connectorroutes.testing.TestSystem;
import io.connectorroutes.testing.TokenAuthority;
import io.connectorroutes.testing.TrustStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** What {@code check} says of a machine, its brokers and its tenants. */
@ExtendWith(KafkaBroker.class)
class RoutesCheckTest {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String OTHER = "99999999-2222-3333-4444-555555555555";
  private static final int AT_ONCE = 8;

  /** Longer than a busy machine takes. */
  private static final Duration MINUTES = Duration.ofMinutes(2);

  private static final CheckLimits LONG = new CheckLimits(MINUTES, MINUTES, MINUTES);

  @TempDir Path folder;

  private Clock clock = Clock.systemUTC();
  private CheckLimits limits = LONG;
  private Path home;
  private Path keyStore;
  private TokenAuthority authority;
  private TrustStore trust;

  @BeforeEach
  void startAuthority() throws Exception {
    home = folder.resolve("home");
    keyStore = TokenAuthority.keyStore(folder, "authority");
    authority = new TokenAuthority(keyStore);
    trust = TrustStore.of(keyStore);
  }

  @AfterEach
  void stopAuthority() {
    authority.close();
    trust.close();
  }

  @Test
  void whatIsWellIsSaidInALineEachAndNoHomeIsMade(TestKafka kafka) throws Exception {
    Path pem = Files.writeString(folder.resolve("app.pem"), TokenAuthority.pem(keyStore));
    try (TestQueue queue = TestQueue.in(folder.resolve("broker"));
        TestSystem system =
            system()
                .with("graph.credential", "client-certificate")
                .with("graph.client-certificate", pem.toString())
                .with("queue.url", queue.url().toString())
                .with("kafka.brokers", kafka.topic("checked", 1).brokers())
                .with("kafka.topic", "checked")) {
      List<Check> checks = check(system);

      assertThat(checks).as("%s", checks).allMatch(Check::ok);
      assertThat(checks)
          .extracting(Check::name)
          .containsExactly(
              "configuration",
              "ledger",
              "space",
              "inbox",
              "results",
              "dead letters",
              "broker",
              "Kafka",
              "default: token",
              "default: API connectors",
              "default: user flows",
              "default: App Proxy",
              "default: own certificate",
              "default: certificates",
              "clock");
      assertThat(home).doesNotExist();
      assertThat(authority.requests).as("one token for all").hasSize(1);
      assertThat(system.sandbox().journal())
          .extracting(entry -> entry.method() + " " + entry.path())
          .containsExactly(
              "GET /v1.0/identity/apiConnectors",
              "GET /v1.0/identity/b2xUserFlows",
              "GET /beta/onPremisesPublishingProfiles/applicationProxy/connectorGroups");
      assertThat(checks.toString()).doesNotContain("canary");
    }
  }

  @Test
  void eachFailureIsALineWithWhatToDoAndAllOthersCome() throws Exception {
    Files.createDirectories(home.resolve("data"));
    Files.writeString(home.resolve("data/ledger.db"), "somebody else's");
    Files.writeString(home.resolve("results"), "no folder");
    int nobody = FreePort.any();
    try (TestSystem system =
        system(
                Fault.on("GET", "/v1.0/identity/apiConnectors")
                    .tenant(TENANT)
                    .error("AADB2C", "The application does not have the permissions")
                    .answer(403),
                Fault.on("GET", "/v1.0/identity/b2xUserFlows").answer(429),
                Fault.on("GET", "/beta/**").answer(404))
            .with("graph.tenants.north.tenant-id", OTHER)
            .with("graph.tenants.north.client-secret", "env:NOT_SET")
            .with("queue.url", "amqp://127.0.0.1:" + nobody)
            .with("kafka.brokers", "127.0.0.1:" + nobody)) {
      clock = Clock.offset(clock, Duration.ofMinutes(7));
      // Nobody is there for whom to wait.
      limits = new CheckLimits(MINUTES, MINUTES, Duration.ofSeconds(2));
      Map<String, Check> checks = byName(check(system));

      assertThat(system.sandbox().faultsFired()).hasSize(3);
      assertThat(checks.get("ledger"))
          .isEqualTo(
              Check.failed(
                  "ledger",
                  home.resolve("data/ledger.db") + " is not an SQLite database",
                  "give another file in ledger.url"));
      assertFailed(checks, "results", "is no folder", "results.directory");
      assertFailed(checks, "broker", "127.0.0.1:" + nobody, "queue.url");
      assertFailed(checks, "Kafka", "127.0.0.1:" + nobody, "kafka.brokers");
      assertFailed(
          checks,
          "default: API connectors",
          "403 AADB2C: The application does not have the permissions",
          "APIConnectors.ReadWrite.All.*--skip api-connectors");
      assertFailed(checks, "default: user flows", "429", "later");
      assertFailed(checks, "default: App Proxy", "404", "graph.cloud");
      assertFailed(checks, "north: token", "NOT_SET", "");
      assertFailed(checks, "north: API connectors", "not asked", "north: token");
      assertFailed(
          checks, "clock", "4[12]\\d\\.\\d s ahead of Graph's", "set this machine's clock");
      assertThat(checks.values())
          .filteredOn(Check::ok)
          .extracting(Check::name)
          .containsExactlyInAnyOrder(
              "configuration", "space", "inbox", "dead letters", "default: token");
      assertThat(checks.toString()).doesNotContain("canary");
    }
  }

  @Test
  void whereGraphIsAskedNothingTheClockIsLeftOut() throws Exception {
    try (TestSystem system = system()) {
      Executed checked =
          ProductCommands.execute(
              system,
              "check",
              "--skip=user-flows",
              "--skip=app-proxy",
              "--skip=api-connectors",
              "--json");

      assertThat(system.sandbox().journal()).isEmpty();
      assertThat(checked.out()).contains("skipped, since Graph is asked nothing");
      assertThat(checked.out()).doesNotContain("no answer came");
    }
  }

  @Test
  void whatTheAuthorityRefusesIsSaidWithTheKeyAndTheLedgerThatIsThereIsOpened() throws Exception {
    authority.refusal =
        new TokenAuthority.Refusal(401, "invalid_client", "AADSTS7000215: Invalid client secret.");
    try (TestSystem system = system()) {
      system.start().stop();
      List<Check> all = check(system);
      Map<String, Check> checks = byName(all);

      assertThat(checks.get("ledger").ok()).as("%s", checks.get("ledger")).isTrue();
      assertFailed(checks, "default: token", "AADSTS7000215", "graph.client-secret");
      assertFailed(checks, "default: App Proxy", "not asked", "default: token");
      assertThat(system.sandbox().journal()).isEmpty();
    }
  }

  @Test
  void itsReadsCountInTheBudgetWhereThereIsALedger() throws Exception {
    try (TestSystem system = system().with("graph.budget", "4/1h")) {
      system.start().stop();
      assertThat(check(system)).allMatch(Check::ok);
      assertThat(system.sandbox().journal()).hasSize(3);

      system.start().drop("a.json", Requests.create("c-1", "Orders").toString());
      Awaitility.await()
          .atMost(2, TimeUnit.MINUTES)
          .untilAsserted(
              () ->
                  assertThat(system.application().ledger().reports().tenants())
                      .singleElement()
                      .matches(tenant -> tenant.waiting() == 1)
                      .matches(tenant -> tenant.reason() == WaitReason.BUDGET));
    }
  }

  @Test
  void aPermissionThatIsSkippedIsNotAskedFor() throws Exception {
    try (TestSystem system = system()) {
      assertThat(check(system, EnumSet.of(Permission.USER_FLOWS)))
          .extracting(Check::name)
          .contains("default: user flows")
          .doesNotContain("default: API connectors", "default: App Proxy", "default: certificates");
      assertThat(system.sandbox().journal())
          .extracting(JournalEntry::path)
          .containsExactly("/v1.0/identity/b2xUserFlows");
    }
  }

  @Test
  void manyTenantsAreAskedEightAtATime() throws Exception {
    CountedClient client = new CountedClient(authority.client());
    try (TestSystem system = system()) {
      system.in(Externals.standard().withTokenClient(client));
      for (int i = 10; i < 30; i++) {
        system.with("graph.tenants.t" + i + ".tenant-id", TENANT.replace("11111111", "000000" + i));
      }
      List<Check> checks =
          RoutesCheck.run(
              system.configuration(),
              system.configuration().graph().tenants(),
              EnumSet.noneOf(Permission.class),
              Externals.standard().withTokenClient(client),
              Clock.systemUTC(),
              LONG);

      assertThat(checks).filteredOn(check -> check.name().endsWith(": token")).hasSize(21);
      assertThat(client.most).hasValue(AT_ONCE);
    }
  }

  /** Holds requests until so many are under way as may be, and counts the most. */
  private static final class CountedClient implements HttpClient {
    private final HttpClient client;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch full = new CountDownLatch(AT_ONCE);

    CountedClient(HttpClient client) {
      this.client = client;
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
      return Mono.defer(
          () -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            full.countDown();
            try {
              if (!full.await(2, TimeUnit.MINUTES)) {
                return Mono.error(new IllegalStateException("fewer are asked at a time"));
              }
            } catch (InterruptedException e) {
              return Mono.error(e);
            }
            return client.send(request).doOnTerminate(underWay::decrementAndGet);
          });
    }
  }

  private static void assertFailed(
      Map<String, Check> checks, String name, String message, String remedy) {
    Check check = checks.get(name);
    assertThat(check).as(name).isNotNull();
    assertThat(check.ok()).as("%s", check).isFalse();
    assertThat(check.message()).containsPattern(message);
    assertThat(check.remedy()).containsPattern(remedy);
  }

  private static Map<String, Check> byName(List<Check> checks) {
    return checks.stream().collect(Collectors.toMap(Check::name, Function.identity()));
  }

  private List<Check> check(TestSystem system) throws Exception {
    return check(system, EnumSet.allOf(Permission.class));
  }

  private List<Check> check(TestSystem system, Set<Permission> permissions) throws Exception {
    Configuration configuration = system.configuration();
    return RoutesCheck.run(
        configuration,
        configuration.graph().tenants(),
        permissions,
        Externals.standard().withTokenClient(authority.client()),
        clock,
        limits);
  }

  private TestSystem system(Fault... faults) {
    return TestSystem.in(home, authority, faults)
        .with("graph.tenant-id", TENANT)
        .with("graph.client-id", "app")
        .with("graph.client-secret", "canary-client-secret");
  }
}
