package io.connectorroutes.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import io.connectorroutes.testing.SettableClock;
import io.connectorroutes.testing.TokenAuthority;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An authority that refuses, asks to wait, is slow or is not there: what is said, and what next.
 */
class AuthorityFailuresTest {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final String ACCOUNT = TENANT + "/app";
  private static final String SECRET = "canary+secret/1";

  @TempDir static Path folder;

  private static Path keys;

  private final SettableClock clock = new SettableClock(Instant.now());
  private TokenAuthority authority;

  @BeforeAll
  static void makeCertificate() throws Exception {
    keys = TokenAuthority.keyStore(folder, "authority");
  }

  @BeforeEach
  void start() throws Exception {
    authority = new TokenAuthority(keys);
  }

  @AfterEach
  void stop() {
    authority.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | invalid_client | AADSTS7000215: Invalid secret."
            + " | give a valid secret of the app in graph.client-secret (its value, not its id)",
        "401 | invalid_client | AADSTS7000222: Expired keys. | give a valid secret of the app in"
            + " graph.client-secret, since this one has expired",
        "401 | invalid_client | no code | check graph.client-id and the app's secret or"
            + " certificate",
        "400 | unauthorized_client | AADSTS700016: Not found in the directory."
            + " | check graph.client-id, and grant the app admin consent in this tenant",
        "401 | invalid_client | AADSTS7000229: Missing service principal in the tenant."
            + " | grant the app admin consent in this tenant, where it is not known yet",
        "400 | invalid_grant | AADSTS65001: Not consented."
            + " | grant the app admin consent in this tenant",
        "401 | unauthorized_client | AADSTS7000112: Application is disabled."
            + " | enable the app in this tenant: its enterprise application is disabled",
        "400 | invalid_request | AADSTS90002: Tenant not found."
            + " | check graph.tenant-id and graph.cloud",
        "400 | invalid_request | AADSTS900023: Neither a name nor an id."
            + " | check graph.tenant-id",
        "400 | invalid_request | AADSTS900382: Cross cloud request."
            + " | check graph.cloud: the app is of another cloud",
        "400 | invalid_resource | AADSTS500011: No such resource."
            + " | check graph.cloud and graph.endpoint",
        "401 | invalid_client | AADSTS700024: Client assertion is not within its valid time range."
            + " | check this machine's clock",
        "400 | odd | whatever | check graph.tenant-id, graph.client-id and graph.credential"
      })
  void aRefusalIsFinalAndSaysWhatToDo(int status, String error, String text, String remedy) {
    authority.refusal = new TokenAuthority.Refusal(status, error, text + "\\r\\nTrace: x");

    TokenUnavailableException failure = failure(source());

    assertThat(failure)
        .hasMessage("no token: the authority refused: " + error + " " + text + "; " + remedy);
    assertThat(failure.isFinal()).isTrue();
    assertThat(failure.retryAfter()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {-12, 12})
  void aClockThatIsOffIsSaid(int minutes) {
    clock.advance(Duration.ofMinutes(minutes));
    String off =
        "this machine's clock is 1[12] min "
            + (minutes < 0 ? "behind" : "ahead of")
            + " the authority's: set it";
    authority.refusal =
        new TokenAuthority.Refusal(
            401,
            "invalid_client",
            "AADSTS700024: Client assertion is not within its valid time range.");
    assertThat(failure(source()).getMessage()).matches("no token: .*700024: .* range\\.; " + off);

    authority.refusal = new TokenAuthority.Refusal(400, "invalid_request", "AADSTS90002: No.");
    assertThat(failure(source()).getMessage())
        .matches("no token: .*90002: No\\.; check graph.tenant-id and graph.cloud; " + off);
  }

  @Test
  void aNewTokenThatGraphRefusesAsWellMayBeAMatterOfTheClock() throws Exception {
    clock.advance(Duration.ofMinutes(-30));
    TokenSource tokens = source();
    tokens.token(ACCOUNT);
    tokens.rejected(ACCOUNT, null);
    tokens.token(ACCOUNT);

    assertThat(tokens.rejected(ACCOUNT, null).orElseThrow())
        .startsWith("no token: Graph refuses a new one as well (401); this machine's clock is ")
        .isEqualTo(tokens.problem(ACCOUNT).orElseThrow().getMessage());
  }

  @Test
  void aTokenOfAnotherTenantIsNotTaken() {
    authority.webTokens = true;
    authority.tenantInTokens = asked -> "99999999-2222-3333-4444-555555555555";

    assertThat(failure(source()))
        .hasMessage(
            "no token: it is for the tenant 99999999-2222-3333-4444-555555555555 and not for "
                + TENANT
                + ": check graph.tenant-id");
  }

  @Test
  void anAuthorityThatAsksToWaitIsNotAskedBeforeItsTime() throws Exception {
    authority.refusal =
        new TokenAuthority.Refusal(
            429, "too_many", "AADSTS90055: Too many.", Map.of("Retry-After", "120"));
    TokenSource tokens = source();

    TokenUnavailableException failure = failure(tokens);
    assertThat(failure)
        .hasMessage("no token: the authority asks to wait: too_many AADSTS90055: Too many.");
    assertThat(failure.isFinal()).isFalse();
    assertThat(failure.retryAfter()).contains(Duration.ofMinutes(2));

    authority.refusal = null;
    clock.advance(Duration.ofSeconds(110));
    assertThat(failure(tokens).retryAfter()).contains(Duration.ofSeconds(10));
    assertThat(authority.requests).hasSize(1);
    clock.advance(Duration.ofSeconds(10));
    assertThat(tokens.token(ACCOUNT)).isPresent();
    assertThat(tokens.problem(ACCOUNT)).isEmpty();
  }

  @Test
  void itsTimeMayBeADateAndIsCutToTheLongestWait() throws Exception {
    Instant date = clock.instant().plus(Duration.ofDays(3));
    authority.refusal =
        new TokenAuthority.Refusal(
            503,
            "temporarily_unavailable",
            "later",
            Map.of(
                "Retry-After",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atZone(ZoneOffset.UTC))));
    TokenSource tokens = source();

    assertThat(failure(tokens).retryAfter().orElseThrow())
        .isBetween(Duration.ofDays(3).minusSeconds(2), Duration.ofDays(3));
    clock.advance(Duration.ofHours(23));
    failure(tokens);
    assertThat(authority.requests).hasSize(1);
    clock.advance(Duration.ofHours(1));
    failure(tokens);
    assertThat(authority.requests).as("graph.max-wait is a day").hasSize(2);
  }

  @Test
  void aFailingAuthorityIsNotFinalAndIsAskedAgain() throws Exception {
    authority.refusal = new TokenAuthority.Refusal(503, "temporarily_unavailable", "later");
    TokenSource tokens = source();
    assertThat(failure(tokens))
        .hasMessage(
            "no token: the authority is out of order and is asked again: temporarily_unavailable"
                + " later");
    assertThat(tokens.problem(ACCOUNT).orElseThrow().isFinal()).isFalse();

    authority.refusal = null;
    assertThat(tokens.token(ACCOUNT)).isPresent();
    assertThat(tokens.problem(ACCOUNT)).isEmpty();
  }

  @Test
  void anAuthorityThatIsDownIsNotFinal() {
    TokenSource tokens = source();
    authority.close();

    assertThat(failure(tokens).getMessage())
        .matches(
            "no token: the authority does not answer \\(\\w+Exception\\): it is asked again; see"
                + " that this machine reaches it");
    assertThat(tokens.problem(ACCOUNT).orElseThrow().isFinal()).isFalse();
    assertThat(tokens.failures(ACCOUNT)).isEqualTo(1);
  }

  @Test
  void anAuthorityThatIsTooSlowIsLeft() throws Exception {
    authority.heldTenant = TENANT;
    // As in production, but for the time.
    HttpClient impatient =
        new JdkHttpClientBuilder(java.net.http.HttpClient.newBuilder().sslContext(authority.tls()))
            .responseTimeout(Duration.ofMillis(500))
            .build();
    TokenSource tokens = source(impatient, clock);

    assertThat(failure(tokens))
        .hasMessageContaining("the authority does not answer (", ") ")
        .hasMessageContaining("Timeout");

    authority.released.countDown();
    assertThat(source(authority.client(), clock).token(ACCOUNT)).isPresent();
  }

  @Test
  void anAuthorityThatIsNotTrustedIsSaid() {
    TokenSource tokens = source(TokenSource.httpClient(), clock);

    assertThat(failure(tokens))
        .hasMessageContaining("the authority has no certificate that this Java trusts")
        .hasMessageContaining("javax.net.ssl.trustStore");
    assertThat(authority.requests).isEmpty();
  }

  private TokenSource source() {
    return source(authority.client(), clock);
  }

  private TokenSource source(HttpClient client, Clock time) {
    CredentialSettings settings =
        new CredentialSettings(
            CredentialKind.CLIENT_SECRET, TENANT, "app", SECRET, null, null, null, "graph.", null);
    return new TokenSource(
        new TokenSettings(
            Cloud.custom(URI.create("https://graph.example"), authority.uri()),
            Duration.ofDays(1),
            Duration.ofDays(30)),
        Map.of(ACCOUNT, () -> settings),
        Map.of(),
        client,
        time);
  }

  private static TokenUnavailableException failure(TokenSource tokens) {
    TokenUnavailableException failure =
        catchThrowableOfType(TokenUnavailableException.class, () -> tokens.token(ACCOUNT));
    assertThat(failure).isNotNull().hasMessageNotContaining("\n");
    assertThat(failure.getCause()).isNull();
    assertThat(tokens.problem(ACCOUNT)).contains(failure);
    return failure;
  }
}
