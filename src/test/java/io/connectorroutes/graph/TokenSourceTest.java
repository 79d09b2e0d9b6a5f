package io.connectorroutes.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.connectorroutes.testing.SettableClock;
import io.connectorroutes.testing.TokenAuthority;
import io.connectorroutes.testing.canary.Canaries;
import io.connectorroutes.testing.canary.Spellings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class TokenSourceTest {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String CLIENT = "66666666-7777-8888-9999-000000000000";
  private static final String ACCOUNT = TENANT + "/" + CLIENT;
  private static final String SECRET = "canary-secret";

  @TempDir static Path folder;

  private static Path authorityKeys;
  private static Path clientKeys;

  private TokenAuthority authority;

  @BeforeAll
  static void makeCertificates() throws Exception {
    authorityKeys = TokenAuthority.keyStore(folder, "authority");
    clientKeys = TokenAuthority.keyStore(folder, "client");
  }

  @BeforeEach
  void start() throws Exception {
    authority = new TokenAuthority(authorityKeys);
  }

  @AfterEach
  void stop() {
    authority.close();
  }

  @Test
  void aTokenIsHadOnceAndKept() throws Exception {
    TokenSource tokens = source(clientSecret());

    assertThat(tokens.token(ACCOUNT)).hasValue("canary-token-1");
    assertThat(tokens.token(ACCOUNT)).hasValue("canary-token-1");

    assertThat(authority.requests).hasSize(1);
    assertThat(authority.requests.get(0))
        .contains("https://graph.example/.default ")
        .contains("client_id=" + CLIENT)
        .contains("client_secret=" + SECRET);
    assertThat(tokens.problem(ACCOUNT)).isEmpty();
  }

  @Test
  void aRejectedTokenIsReplacedByExactlyOneNewOne() throws Exception {
    TokenSource tokens = source(clientSecret());
    tokens.token(ACCOUNT);

    assertThat(tokens.rejected(ACCOUNT, null)).isEmpty();

    assertThat(tokens.token(ACCOUNT)).hasValue("canary-token-2");
    assertThat(tokens.token(ACCOUNT)).hasValue("canary-token-2");
    assertThat(authority.requests).hasSize(2);
  }

  @Test
  void aNewTokenThatIsRejectedAsWellIsTold() throws Exception {
    TokenSource tokens = source(clientSecret());
    tokens.token(ACCOUNT);
    tokens.rejected(ACCOUNT, null);
    tokens.token(ACCOUNT);

    assertThat(tokens.rejected(ACCOUNT, null)).isPresent();
    tokens.token(ACCOUNT);
    tokens.accepted(ACCOUNT);
    assertThat(tokens.rejected(ACCOUNT, null)).isEmpty();
  }

  @Test
  void theClaimsOfAChallengeArePassedOn() throws Exception {
    TokenSource tokens = source(clientSecret());
    tokens.token(ACCOUNT);
    String claims = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1604106651\"}}}";
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8));

    tokens.rejected(
        ACCOUNT, "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"" + encoded + "\"");

    assertThat(tokens.token(ACCOUNT)).hasValue("canary-token-2");
    assertThat(authority.requests.get(0)).doesNotContain("1604106651");
    assertThat(authority.requests.get(1)).contains("1604106651");
  }

  @Test
  void aTokenIsRenewedBehindThoseWhoAskBeforeItEnds() throws Exception {
    SettableClock clock = new SettableClock(Instant.now());
    TokenSource tokens = source(clientSecret(), clock);
    tokens.token(ACCOUNT);

    clock.advance(Duration.ofMinutes(55));
    assertThat(tokens.token(ACCOUNT)).hasValue("canary-token-1");
    assertThat(authority.requests).hasSize(1);
    clock.advance(Duration.ofMinutes(2));
    authority.heldTenant = TENANT;
    assertThat(tokens.token(ACCOUNT)).as("nobody waits").hasValue("canary-token-1");
    authority.released.countDown();
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(tokens.token(ACCOUNT)).hasValue("canary-token-2"));
  }

  @Test
  void aRenewalThatFailsTakesNothingFromTheTokenThatIsThere() throws Exception {
    SettableClock clock = new SettableClock(Instant.now());
    TokenSource tokens = source(clientSecret(), clock);
    tokens.token(ACCOUNT);
    clock.advance(Duration.ofMinutes(57));
    authority.refusal = new TokenAuthority.Refusal(503, "temporarily_unavailable", "later");

    assertThat(tokens.token(ACCOUNT)).hasValue("canary-token-1");
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(authority.requests).hasSize(2));
    assertThat(tokens.token(ACCOUNT)).hasValue("canary-token-1");
    assertThat(tokens.problem(ACCOUNT)).isEmpty();
  }

  @Test
  void aSecretThatWasReplacedIsTakenUpWithTheNextToken() throws Exception {
    AtomicReference<CredentialSettings> settings = new AtomicReference<>(clientSecret());
    SettableClock clock = new SettableClock(Instant.now());
    TokenSource tokens = source(Map.of(ACCOUNT, settings::get), clock);
    tokens.token(ACCOUNT);
    settings.set(clientSecret(TENANT, "a-new-secret"));

    clock.advance(Duration.ofHours(2));
    assertThat(tokens.token(ACCOUNT)).hasValue("canary-token-2");
    assertThat(authority.requests.get(1)).contains("client_secret=a-new-secret");
  }

  @Test
  void oneAppHasATokenInEachOfItsTenants() throws Exception {
    Map<String, Supplier<CredentialSettings>> tenants =
        Stream.of("north", "south", "west")
            .collect(
                Collectors.toMap(
                    tenant -> tenant + "/" + CLIENT, tenant -> () -> clientSecret(tenant, SECRET)));
    TokenSource tokens = source(tenants, Clock.systemUTC());

    for (String account : tenants.keySet()) {
      String token = tokens.token(account).orElseThrow();
      assertThat(authority.tenantOf(token) + "/" + CLIENT).isEqualTo(account);
    }
    assertThat(authority.requests)
        .hasSize(3)
        .allMatch(request -> request.contains("client_id=" + CLIENT));
  }

  @Test
  void aTenantWhoseAuthorityIsSlowHoldsUpNoOther() throws Exception {
    authority.heldTenant = "north";
    TokenSource tokens =
        source(
            Map.of(
                "north",
                () -> clientSecret("north", SECRET),
                "south",
                () -> clientSecret("south", SECRET)),
            Clock.systemUTC());
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<String> waiting = thread.submit(() -> tokens.token("north").orElseThrow());
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(authority.requests).hasSize(1));

      assertThat(tokens.token("south")).isPresent();
      assertThat(tokens.rejected("north", null)).as("needs no lock").isEmpty();
      assertThat(waiting).isNotDone();
      authority.released.countDown();
      assertThat(authority.tenantOf(waiting.get(2, TimeUnit.MINUTES))).isEqualTo("north");
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void aCertificateThatCannotBeOpenedIsFinal() throws Exception {
    TokenUnavailableException failure =
        failure(source(certificate(clientKeys.toString(), "wrong-one")));

    assertThat(failure.isFinal()).isTrue();
    assertThat(failure).hasMessageNotContaining("wrong-one");
    assertThat(authority.requests).isEmpty();
  }

  @Test
  void aFederatedTokenIsExchanged() throws Exception {
    Path file = Files.writeString(folder.resolve("federated"), "federated-token");
    CredentialSettings settings =
        new CredentialSettings(
            CredentialKind.WORKLOAD_IDENTITY,
            TENANT,
            CLIENT,
            null,
            null,
            null,
            file.toString(),
            "graph.",
            null);

    assertThat(source(settings).token(ACCOUNT)).isPresent();
    assertThat(authority.requests.get(0)).contains("client_assertion=federated-token");
  }

  @Test
  void whatTheAuthorityRepeatsOfTheSecretIsTakenOut() throws Exception {
    Canaries canaries = new Canaries().with("the client secret", SECRET);
    String repeated =
        Spellings.of(SECRET).values().stream()
            .map(spelling -> new String(spelling, UTF_8).replace("\\", "\\\\"))
            .filter(spelling -> spelling.chars().allMatch(sign -> sign >= ' '))
            .collect(Collectors.joining(", "));
    authority.refusal = new TokenAuthority.Refusal(401, SECRET, "you gave " + repeated);

    TokenUnavailableException failure = failure(source(clientSecret()));

    assertThat(failure).hasMessageContaining("****** you gave ******, ******, ");
    assertThat(canaries.in(failure)).isEmpty();
  }

  @Test
  void noneHasNoToken() throws Exception {
    assertThat(source(CredentialSettings.NONE).token(ACCOUNT)).isEmpty();
    assertThat(source(CredentialSettings.NONE).rejected(ACCOUNT, null))
        .contains(
            "no token: Graph asks for one (401), and graph.credential is none: set it to how tokens"
                + " are obtained");
  }

  @Test
  void manyThreadsShareOneTokenRequest() throws Exception {
    TokenSource tokens = source(clientSecret());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<String> ask = () -> tokens.token(ACCOUNT).orElseThrow();
      List<Future<String>> answers =
          threads.invokeAll(Stream.generate(() -> ask).limit(32).toList());
      for (Future<String> answer : answers) {
        assertThat(answer.get()).isEqualTo("canary-token-1");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(authority.requests).hasSize(1);
  }

  @Test
  void anAuthorityThatAnswersWithoutAnEndIsLeft() throws Exception {
    authority.endless = true;
    TokenSource tokens = source(clientSecret());

    assertThat(failure(tokens))
        .hasMessage("no token: the authority answered with far too much; check that it is one");

    assertThat(authority.endlessBytes).hasValueBetween(1, 64L * 1024 * 1024);
    authority.endless = false;
    assertThat(tokens.token(ACCOUNT)).isPresent();
  }

  @Test
  void anUnknownAccountIsRefused() {
    assertThatThrownBy(() -> source(clientSecret()).token("other/one"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noLogHoldsATokenOrASecret() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    List<Logger> loggers =
        Stream.of("com.azure", "com.microsoft.aad")
            .map(name -> (Logger) LoggerFactory.getLogger(name))
            .toList();
    loggers.forEach(
        logger -> {
          logger.setLevel(Level.TRACE);
          logger.setAdditive(false);
          logger.addAppender(log);
        });
    try {
      TokenSource tokens = source(clientSecret());
      tokens.token(ACCOUNT);
      tokens.rejected(ACCOUNT, null);
      authority.refusal = new TokenAuthority.Refusal(401, "invalid_client", "no");
      failure(tokens);
    } finally {
      loggers.forEach(
          logger -> {
            logger.setLevel(null);
            logger.setAdditive(true);
            logger.detachAppender(log);
          });
      root.setLevel(before);
    }
    assertThat(log.list).isNotEmpty();
    assertThat(log.list)
        .allSatisfy(
            event ->
                assertThat(event.getFormattedMessage()).doesNotContain("canary-token", SECRET));
  }

  @Test
  void noSecretStandsInTheTextOfSettings() {
    assertThat(clientSecret().toString()).doesNotContain(SECRET);
    assertThat(certificate("TUlJ-canary", "canary-2").toString()).doesNotContain("canary");
  }

  private TokenSource source(CredentialSettings settings) {
    return source(settings, Clock.systemUTC());
  }

  private TokenSource source(CredentialSettings settings, Clock clock) {
    return source(Map.of(ACCOUNT, () -> settings), clock);
  }

  private TokenSource source(Map<String, Supplier<CredentialSettings>> settings, Clock clock) {
    Cloud cloud = Cloud.custom(URI.create("https://graph.example"), authority.uri());
    return new TokenSource(
        new TokenSettings(cloud, Duration.ofDays(1), Duration.ofDays(30)),
        settings,
        Map.of(),
        authority.client(),
        clock);
  }

  private static TokenUnavailableException failure(TokenSource tokens) {
    TokenUnavailableException failure =
        catchThrowableOfType(TokenUnavailableException.class, () -> tokens.token(ACCOUNT));
    assertThat(failure).isNotNull();
    assertThat(failure.getCause()).isNull();
    return failure;
  }

  private static CredentialSettings clientSecret() {
    return clientSecret(TENANT, SECRET);
  }

  private static CredentialSettings clientSecret(String tenant, String secret) {
    return new CredentialSettings(
        CredentialKind.CLIENT_SECRET, tenant, CLIENT, secret, null, null, null, "graph.", null);
  }

  private static CredentialSettings certificate(String certificate, String password) {
    return new CredentialSettings(
        CredentialKind.CLIENT_CERTIFICATE,
        TENANT,
        CLIENT,
        null,
        certificate,
        password,
        null,
        "graph.",
        null);
  }
}
