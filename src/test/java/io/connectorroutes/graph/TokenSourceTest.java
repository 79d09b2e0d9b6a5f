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
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    assertThat(tokens.rejected(ACCOUNT, null)).isFalse();

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

    assertThat(tokens.rejected(ACCOUNT, null)).isTrue();
    tokens.token(ACCOUNT);
    tokens.accepted(ACCOUNT);
    assertThat(tokens.rejected(ACCOUNT, null)).isFalse();
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
  void aTokenIsRenewedShortlyBeforeItExpires() throws Exception {
    // Short enough that the library's own cache takes it for expired as well.
    authority.lifetimeSeconds = 240;
    SettableClock clock = new SettableClock(Instant.now());
    TokenSource tokens = source(clientSecret(), clock);
    tokens.token(ACCOUNT);

    clock.advance(Duration.ofSeconds(170));
    assertThat(tokens.token(ACCOUNT)).hasValue("canary-token-1");
    clock.advance(Duration.ofSeconds(15));
    assertThat(tokens.token(ACCOUNT)).hasValue("canary-token-2");
  }

  @Test
  void aRefusingAuthorityIsFinal() throws Exception {
    authority.refusal =
        new TokenAuthority.Refusal(
            401, "invalid_client", "AADSTS7000215: Invalid client secret provided.\\r\\nTrace: x");
    TokenSource tokens = source(clientSecret());

    TokenUnavailableException failure = failure(tokens);

    assertThat(failure.isFinal()).isTrue();
    assertThat(failure)
        .hasMessageContaining("invalid_client")
        .hasMessageContaining("AADSTS7000215")
        .hasMessageNotContaining(SECRET)
        .hasMessageNotContaining("\n");
    assertThat(tokens.problem(ACCOUNT)).contains(failure);
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
  void anUnknownTenantIsFinal() throws Exception {
    authority.refusal =
        new TokenAuthority.Refusal(400, "invalid_request", "AADSTS90002: Tenant not found.");

    assertThat(failure(source(clientSecret())).isFinal()).isTrue();
  }

  @Test
  void aFailingAuthorityIsNotFinalAndIsAskedAgain() throws Exception {
    authority.refusal = new TokenAuthority.Refusal(503, "temporarily_unavailable", "later");
    TokenSource tokens = source(clientSecret());
    assertThat(failure(tokens).isFinal()).isFalse();
    assertThat(authority.requests).isNotEmpty();

    authority.refusal = null;
    assertThat(tokens.token(ACCOUNT)).isPresent();
    assertThat(tokens.problem(ACCOUNT)).isEmpty();
  }

  @Test
  void anAuthorityThatIsDownIsNotFinal() throws Exception {
    TokenSource tokens = source(clientSecret());
    authority.close();

    TokenUnavailableException failure = failure(tokens);

    assertThat(failure.isFinal()).isFalse();
    assertThat(failure).hasMessageContaining("does not answer");
  }

  @Test
  void aCertificateIsAccepted() throws Exception {
    String base64 = Base64.getEncoder().encodeToString(Files.readAllBytes(clientKeys));

    Path pem = Files.writeString(folder.resolve("client.pem"), TokenAuthority.pem(clientKeys));

    for (String certificate :
        List.of(clientKeys.toString(), base64, pem.toString(), Files.readString(pem))) {
      assertThat(source(certificate(certificate, "changeit")).token(ACCOUNT)).isPresent();
    }
    assertThat(authority.requests)
        .hasSize(4)
        .allSatisfy(request -> assertThat(request).contains("client_assertion="));
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
  void noneHasNoToken() throws Exception {
    assertThat(source(CredentialSettings.NONE).token(ACCOUNT)).isEmpty();
    assertThat(source(CredentialSettings.NONE).rejected(ACCOUNT, null)).isTrue();
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
    Cloud cloud = Cloud.custom(URI.create("https://graph.example"), authority.uri());
    return new TokenSource(cloud, Map.of(ACCOUNT, settings), authority.client(), clock);
  }

  private static TokenUnavailableException failure(TokenSource tokens) {
    TokenUnavailableException failure =
        catchThrowableOfType(TokenUnavailableException.class, () -> tokens.token(ACCOUNT));
    assertThat(failure).isNotNull();
    assertThat(failure.getCause()).isNull();
    return failure;
  }

  private static CredentialSettings clientSecret() {
    return new CredentialSettings(
        CredentialKind.CLIENT_SECRET, TENANT, CLIENT, SECRET, null, null, null, "graph.", null);
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
