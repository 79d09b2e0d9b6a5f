package io.connectorroutes.camel.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectorroutes.graph.Cloud;
import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.CredentialKind;
import io.connectorroutes.graph.CredentialSettings;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.TokenSettings;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.ledger.AttemptResult;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Park;
import io.connectorroutes.ledger.WaitReason;
import io.connectorroutes.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class TenantWaitsTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(TenantWaits.class);
  private static final GraphTenant NORTH = new GraphTenant("north", "n.example", "client-1");
  private static final GraphTenant BY_DEFAULT = new GraphTenant(null, null, null);

  @TempDir Path folder;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-26T21:14:03.594Z"));
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private IdleLedger ledger;
  private TenantWaits waits;

  @BeforeEach
  void open() {
    lines.start();
    LOG.setLevel(Level.INFO);
    LOG.addAppender(lines);
    ledger = new IdleLedger(folder, clock);
    waits = new TenantWaits(ledger.ledger(), new ConfiguredTenants(List.of(NORTH, BY_DEFAULT)));
  }

  @AfterEach
  void close() {
    LOG.detachAppender(lines);
    LOG.setLevel(null);
    ledger.close();
  }

  @Test
  void aWaitIsLoggedAtItsBeginningEveryQuarterOfAnHourAndAtItsEnd() {
    for (int minute = 0; minute < 32; minute++) {
      if (minute % 5 == 0) {
        park(NORTH, Duration.ofMinutes(5), "no token: the authority does not answer");
      }
      waits.housekeep();
      clock.advance(Duration.ofMinutes(1));
    }
    waits.settled(NORTH.account(), answered());
    waits.settled(NORTH.account(), answered());

    String reason = ": no token: the authority does not answer";
    assertThat(logged())
        .containsExactly(
            "Nothing is sent for tenant north until 2026-11-26T21:19:03Z" + reason,
            "Nothing is sent for tenant north until 2026-11-26T21:34:03Z"
                + reason
                + " (since 2026-11-26T21:14:03Z)",
            "Nothing is sent for tenant north until 2026-11-26T21:49:03Z"
                + reason
                + " (since 2026-11-26T21:14:03Z)",
            "No more for tenant north" + reason);
  }

  @Test
  void aWaitForSecretsIsLoggedToo() {
    Logger log = (Logger) LoggerFactory.getLogger(SecretWaitLog.class);
    log.setLevel(Level.INFO);
    log.addAppender(lines);
    try {
      waits.waitsForSecret(NORTH.account(), "env:A is not set");
      waits.housekeep();
      clock.advance(Duration.ofSeconds(30));
      waits.housekeep();
    } finally {
      log.detachAppender(lines);
      log.setLevel(null);
    }
    assertThat(logged())
        .containsExactly(
            "Changes of tenant north wait for secrets that cannot be had, such as: env:A is not"
                + " set",
            "No more changes of tenant north wait for secrets");
  }

  @Test
  void anAppsCertificateIsLookedAtWhenTheRoutesStartAndOnceADay() {
    Logger log =
        (Logger) LoggerFactory.getLogger("io.connectorroutes.graph.AppCertificateWarnings");
    ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    warnings.list = new CopyOnWriteArrayList<>();
    warnings.start();
    log.addAppender(warnings);
    try (TokenSource tokens = tokensByCertificate()) {
      waits.start(tokens);
      assertThat(warnings.list)
          .singleElement()
          .asString()
          .contains("graph.tenants.north.client-certificate: the app's certificate end");

      clock.advance(Duration.ofHours(23));
      waits.housekeep();
      clock.advance(Duration.ofHours(1));
      waits.housekeep();
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(warnings.list).hasSize(2));
    } finally {
      log.detachAppender(warnings);
    }
  }

  @Test
  void aCredentialWhoseVaultWasAwayIsLookedAtAgainWhenTheVaultMayBeAsked() {
    AtomicReference<CredentialSettings.Problem> problem =
        new AtomicReference<>(
            new CredentialSettings.Problem("is away", false, Duration.ofMinutes(3)));
    AtomicInteger looks = new AtomicInteger();
    try (TokenSource tokens = tokens(() -> bySecret(problem.get(), looks))) {
      waits.start(tokens);
      problem.set(null);
      int before = looks.get();
      clock.advance(Duration.ofMinutes(3).minusMillis(1));
      waits.housekeep();
      assertThat(looks).hasValue(before);
      assertThat(tokens.problem(NORTH.account())).isPresent();

      clock.advance(Duration.ofMillis(1));
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () -> {
                waits.housekeep();
                assertThat(logged()).hasSize(2);
              });
      assertThat(tokens.problem(NORTH.account())).isEmpty();
    }
    assertThat(logged())
        .containsExactly(
            "Nothing is sent for tenant north: is away", "No more for tenant north: is away");
  }

  @Test
  void aVaultThatIsStillAwayIsAskedAgainAndAgain() {
    CredentialSettings.Problem away = new CredentialSettings.Problem("is away", false, null);
    AtomicInteger looks = new AtomicInteger();
    try (TokenSource tokens = tokens(() -> bySecret(away, looks))) {
      waits.start(tokens);
      int before = looks.get();
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () -> {
                clock.advance(Duration.ofMinutes(1));
                waits.housekeep();
                assertThat(looks).hasValueGreaterThan(before + 2);
              });
      assertThat(tokens.problem(NORTH.account())).isPresent();
    }
  }

  @Test
  void aCredentialThatSomebodyHasToMendIsLookedAtOnceADayAlone() {
    CredentialSettings.Problem wrong = new CredentialSettings.Problem("is wrong", true, null);
    AtomicInteger looks = new AtomicInteger();
    try (TokenSource tokens = tokens(() -> bySecret(wrong, looks))) {
      waits.start(tokens);
      int before = looks.get();
      clock.advance(Duration.ofHours(23));
      waits.housekeep();
      assertThat(looks).hasValue(before);

      clock.advance(Duration.ofHours(1));
      waits.housekeep();
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(looks).hasValue(before + 1));
    }
  }

  private static CredentialSettings bySecret(
      CredentialSettings.Problem problem, AtomicInteger looks) {
    looks.incrementAndGet();
    return new CredentialSettings(
        CredentialKind.CLIENT_SECRET,
        "n.example",
        "client-1",
        problem == null ? "secret" : null,
        null,
        null,
        null,
        "graph.tenants.north.",
        problem);
  }

  /** Made by OpenSSL; warned of whenever it ends. */
  private TokenSource tokensByCertificate() {
    CredentialSettings settings =
        new CredentialSettings(
            CredentialKind.CLIENT_CERTIFICATE,
            "n.example",
            "client-1",
            null,
            Path.of("src/test/resources/app-certificate/des.pfx").toAbsolutePath().toString(),
            "pässwörd-1234",
            null,
            "graph.tenants.north.",
            null);
    return tokens(() -> settings);
  }

  private TokenSource tokens(Supplier<CredentialSettings> north) {
    return new TokenSource(
        new TokenSettings(Cloud.of("global"), Duration.ofDays(1), Duration.ofDays(73_000)),
        Map.of(NORTH.account(), north, BY_DEFAULT.account(), () -> CredentialSettings.NONE),
        Map.of(),
        TokenSource.httpClient(),
        clock);
  }

  @Test
  void aLongThrottleIsLoggedAgainThoughNothingHappens() {
    park(BY_DEFAULT, Duration.ofHours(1), "throttled by Graph");
    for (int minute = 0; minute < 20; minute++) {
      clock.advance(Duration.ofMinutes(1));
      waits.housekeep();
    }
    assertThat(logged())
        .hasSize(2)
        .allMatch(
            line -> line.startsWith("Nothing is sent for tenant default until 2026-11-26T22"));
  }

  @Test
  void aWaitThatAnotherWorkerEndedIsOver() {
    park(NORTH, Duration.ofSeconds(5), "throttled by Graph");
    clock.advance(Duration.ofMinutes(4));
    waits.housekeep();
    clock.advance(Duration.ofMinutes(20));
    waits.housekeep();
    assertThat(logged()).hasSize(2).last().asString().startsWith("No more for tenant north");
  }

  private void park(GraphTenant tenant, Duration pause, String reason) {
    Park park = new Park(clock.instant().plus(pause), WaitReason.NO_TOKEN, reason);
    waits.settled(tenant.account(), new ClaimResult(List.of(), List.of(), park, List.of()));
  }

  private static ClaimResult answered() {
    AttemptResult answer = new AttemptResult("id", 204, null, null, null, true);
    return new ClaimResult(List.of(answer), List.of(), null, List.of());
  }

  private List<String> logged() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
