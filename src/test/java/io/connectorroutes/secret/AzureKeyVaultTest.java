package io.connectorroutes.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import io.connectorroutes.config.CloudName;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.testing.ConnectProxy;
import io.connectorroutes.testing.PrivateCa;
import io.connectorroutes.testing.SettableClock;
import io.connectorroutes.testing.VaultServer;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Over the wire, against a server that speaks as Key Vaults do. */
class AzureKeyVaultTest {
  private static final PrivateCa CA = new PrivateCa();
  private static final SSLContext TLS =
      CA.server("*.vault.azure.net", "*.vault.usgovcloudapi.net", "*.vault.azure.cn");
  private static final String VERSION = "0123456789abcdef0123456789abcdef";

  /** The client remembers challenges by vault for the whole process. */
  private static final AtomicLong VAULTS = new AtomicLong();

  private final String vault = "vault-" + VAULTS.incrementAndGet();
  private final List<String> scopes = new CopyOnWriteArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final SettableClock clock = new SettableClock();
  private VaultServer server;
  private ConnectProxy proxy;

  @BeforeEach
  void start() throws Exception {
    server = new VaultServer(TLS);
    proxy = proxyTo(server.port());
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    server.close();
  }

  private static ConnectProxy proxyTo(int port) throws Exception {
    return ConnectProxy.open()
        .leading(".vault.azure.net:443", port)
        .leading(".vault.usgovcloudapi.net:443", port)
        .leading(".vault.azure.cn:443", port);
  }

  @Test
  void readsTheNewestVersionAndANamedOneWithATokenForKeyVaults() throws Exception {
    server.with("one", "newest").with("one/" + VERSION, "of before");
    AzureKeyVault vaults = vaults(CloudName.GLOBAL);

    assertThat(vaults.read(secret("one"))).isEqualTo("newest");
    assertThat(vaults.read(secret("one/" + VERSION))).isEqualTo("of before");

    String host = vault + ".vault.azure.net";
    assertThat(server.requests())
        .containsExactly(
            new VaultServer.Request(host, "/secrets/one/", null),
            new VaultServer.Request(host, "/secrets/one/", "token"),
            new VaultServer.Request(host, "/secrets/one/" + VERSION, "token"));
    assertThat(scopes).containsOnly("https://vault.azure.net/.default");
  }

  @ParameterizedTest
  @EnumSource(CloudName.class)
  void eachCloudHasVaultsAndTokensOfItsOwn(CloudName cloud) throws Exception {
    server.with("one", "value");
    server.challenge =
        "Bearer authorization=\"https://%s/tenant\", resource=\"https://%s\""
            .formatted(cloud.authorityHosts().iterator().next(), cloud.keyVaultDomain());

    assertThat(vaults(cloud).read(secret("one"))).isEqualTo("value");

    String suffix =
        switch (cloud) {
          case GLOBAL, CUSTOM -> "vault.azure.net";
          case US_GOV_L4, US_GOV_L5 -> "vault.usgovcloudapi.net";
          case CHINA -> "vault.azure.cn";
        };
    assertThat(proxy.targets()).isNotEmpty().containsOnly(vault + "." + suffix + ":443");
    assertThat(scopes).containsExactly("https://" + suffix + "/.default");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer authorization=\"https://login.windows.net/t\", resource=\"https://net\"",
        "Bearer authorization=\"https://login.windows.net/t\", resource=\"https://azure.net\"",
        "Bearer authorization=\"https://login.windows.net/t\","
            + " resource=\"https://graph.microsoft.com\"",
        "Bearer authorization=\"https://login.windows.net/t\", resource=\"https://vault.azure.cn\"",
        "Bearer authorization=\"https://login.windows.net/t\", scope=\"https://net/.default\"",
        "Bearer authorization=\"https://login.windows.net/t\"",
        "Bearer authorization=\"https://evil.example/t\", resource=\"https://vault.azure.net\"",
        "Bearer authorization=\"http://login.windows.net/t\", resource=\"https://vault.azure.net\"",
        "Bearer authorization=\"https://u@login.windows.net/t\","
            + " resource=\"https://vault.azure.net\"",
        "Bearer authorization=\"https://login.windows.net:8443/t\","
            + " resource=\"https://vault.azure.net\"",
        "Bearer authorization=\"https://login.chinacloudapi.cn/t\","
            + " resource=\"https://vault.azure.net\"",
        "Bearer authorization=\"https://login.windows.net\", resource=\"https://vault.azure.net\"",
        "Bearer authorization=\"::\", resource=\"https://vault.azure.net\"",
        "Bearer resource=\"https://vault.azure.net\"",
        "Bearer authorization",
        "Basic realm=\"vault\"",
        "Bearer",
      })
  void aChallengeForAnotherResourceOrOfAnotherAuthorityGetsNoToken(String challenge) {
    server.challenge = challenge;

    assertThatThrownBy(() -> vaults(CloudName.GLOBAL).read(secret("one")))
        .isExactlyInstanceOf(SecretException.class)
        .hasMessage(
            "is not asked for, as https://%s.vault.azure.net wants a token of another authority or"
                    .formatted(vault)
                + " for another resource, and gets none: see graph.cloud, and who answers for that"
                + " name")
        .hasNoCause();
    assertThat(scopes).isEmpty();
    assertThat(server.requests()).isNotEmpty().allMatch(request -> request.token() == null);
  }

  @Test
  void noRedirectIsFollowed() {
    server.answering(307, Map.of("Location", "https://other.vault.azure.net/secrets/one"), "");

    assertThatThrownBy(() -> vaults(CloudName.GLOBAL).read(secret("one")))
        .isInstanceOf(SecretException.class)
        .hasMessageStartingWith("was answered with status 307");
    assertThat(server.isPlanUsedUp()).isTrue();
    assertThat(proxy.targets()).isNotEmpty().containsOnly(vault + ".vault.azure.net:443");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          404 | SecretNotFound | one | is not there: create the secret, or mend its name
          404 | SecretNotFound | one/0123456789abcdef0123456789abcdef | is not there: mend the name of the secret, or its version
          403 | ForbiddenByRbac | one | is refused to this application: give its identity the role Key Vault Secrets User of the vault
          403 | ForbiddenByFirewall | one | is refused by the vault's firewall: let this machine's network through
          403 | SecretDisabled | one | is disabled: enable it, or name another version
          400 | BadParameter | one | was answered with status 400: mend the names of vault and secret
          """)
  void whatAPersonHasToMendIsSaid(int status, String code, String secret, String message) {
    server.refusing(status, code);

    assertThatThrownBy(() -> vaults(CloudName.GLOBAL).read(secret(secret)))
        .isExactlyInstanceOf(SecretException.class)
        .hasMessageStartingWith(message)
        .hasNoCause();
    assertThat(server.isPlanUsedUp()).isTrue();
  }

  @Test
  void aVaultOfAnotherTenantIsToldFromARoleThatIsMissing() {
    server.accepts = token -> false;

    assertThatThrownBy(() -> vaults(CloudName.GLOBAL).read(secret("one")))
        .isExactlyInstanceOf(SecretException.class)
        .hasMessageContaining("azure.client-id");
    assertThat(server.requests()).anyMatch(request -> "token".equals(request.token()));
  }

  @Test
  void oneFailureOfTheServerIsTriedAgainAtOnce() throws Exception {
    server.with("one", "value").refusing(500, "InternalError");

    assertThat(vaults(CloudName.GLOBAL).read(secret("one"))).isEqualTo("value");
    assertThat(server.isPlanUsedUp()).isTrue();
  }

  @Test
  void aVaultThatGivesNoAnswerIsToldFromOneThatRefusesAndIsLeftAloneForAWhile() throws Exception {
    server.with("one", "1").with("two", "2");
    for (int i = 0; i < 3; i++) {
      server.refusing(500, "InternalError");
    }
    AzureKeyVault vaults = vaults(CloudName.GLOBAL);

    VaultUnreachableException away = unreachable(vaults, secret("one"));
    assertThat(away).hasMessage("was answered with status 500: see how the vault is");
    assertThat(away.notBefore()).isEqualTo(Duration.ofSeconds(10));
    assertThat(server.isPlanUsedUp()).isTrue();
    int asked = server.requests().size();
    nanos.addAndGet(Duration.ofSeconds(4).toNanos());
    VaultUnreachableException resting = unreachable(vaults, secret("two"));
    assertThat(resting).hasMessage(away.getMessage());
    assertThat(resting.notBefore()).isEqualTo(Duration.ofSeconds(6));
    assertThat(server.requests()).hasSize(asked);
    assertThat(vaults.read(new VaultSecret(vault + "-b", "one", null))).isEqualTo("1");

    nanos.addAndGet(Duration.ofSeconds(6).toNanos());
    assertThat(vaults.read(secret("two"))).isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource({
    "429,300,300",
    "503,300,300",
    "429,5,10",
    "429,'Thu, 01 Jan 2026 00:02:00 GMT',120",
    "429,99999999,86400",
    "429,soon,10"
  })
  void retryAfterIsKeptTo(int status, String header, int seconds) throws Exception {
    server.with("one", "1").answering(status, Map.of("Retry-After", header), "{}");
    AzureKeyVault vaults = vaults(CloudName.GLOBAL);

    VaultUnreachableException busy = unreachable(vaults, secret("one"));
    assertThat(busy).hasMessageStartingWith("was answered with status " + status);
    assertThat(busy.notBefore()).isEqualTo(Duration.ofSeconds(seconds));
    int asked = server.requests().size();
    nanos.addAndGet(Duration.ofSeconds(seconds).minusNanos(1).toNanos());
    unreachable(vaults, secret("one"));
    assertThat(server.requests()).as("what was asked meanwhile").hasSize(asked);

    nanos.addAndGet(1);
    assertThat(vaults.read(secret("one"))).isEqualTo("1");
  }

  @Test
  void aSlowFailureIsFollowedByALongerRest() {
    AzureKeyVault vaults =
        new AzureKeyVault(
            () -> {
              nanos.addAndGet(Duration.ofSeconds(15).toNanos());
              return this::token;
            },
            "vault.azure.net",
            CloudName.GLOBAL.authorityHosts(),
            request -> Mono.error(new ConnectException("refused")),
            clock,
            nanos::get);

    assertThat(unreachable(vaults, secret("one")).notBefore()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void aVaultThatIsNotReachedIsNoRefusal() throws Exception {
    proxy.close();
    assertThat(unreachable(vaults(CloudName.GLOBAL), secret("one")))
        .hasMessageStartingWith("could not be asked for: see that the vault can be reached");

    AzureKeyVault unknown =
        new AzureKeyVault(
            () -> this::token,
            "vault.invalid",
            CloudName.GLOBAL.authorityHosts(),
            TokenSource.httpClient(HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY)),
            clock);
    assertThat(unreachable(unknown, secret("one")))
        .hasMessageContaining("https://" + vault + ".vault.invalid has no address");
  }

  @Test
  void aProxyThatRefusesIsNoVaultThatRefuses() throws Exception {
    try (ConnectProxy closed = ConnectProxy.withLogin("worker", "password")) {
      AzureKeyVault vaults =
          vaults(HttpClient.newBuilder().proxy(ProxySelector.of(closed.address())), this::token);

      assertThat(unreachable(vaults, secret("one")))
          .hasMessage(
              "could not be asked for, as the proxy refuses: see https.proxyUser and"
                  + " https.proxyPassword");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void noTokenIsNoRefusal() {
    AzureKeyVault vaults =
        vaults(
            client(),
            context -> Mono.error(new ClientAuthenticationException("canary-secret", null)));

    assertThat(unreachable(vaults, secret("one")))
        .hasMessage(
            "could not be asked for without a token of this process's identity"
                + " (ClientAuthenticationException): give it one, and see azure.client-id");
    assertThat(server.requests()).hasSize(1).allMatch(request -> request.token() == null);
  }

  @Test
  void aCertificateOfAnotherNameOrAuthorityGetsNoRequest() throws Exception {
    for (SSLContext wrong :
        List.of(
            CA.server("other.example", "vault.azure.net"),
            new PrivateCa().server("*.vault.azure.net"))) {
      try (VaultServer other = new VaultServer(wrong);
          ConnectProxy to = proxyTo(other.port())) {
        AzureKeyVault vaults =
            vaults(
                HttpClient.newBuilder()
                    .sslContext(CA.client())
                    .proxy(ProxySelector.of(to.address())),
                this::token);

        assertThat(unreachable(vaults, secret("one")))
            .hasMessageContaining("has no certificate that this Java trusts");
        assertThat(to.targets()).isNotEmpty();
        assertThat(other.requests()).isEmpty();
      }
    }
    assertThat(scopes).isEmpty();
  }

  private VaultSecret secret(String name) {
    return VaultSecret.of(vault + "/" + name).orElseThrow();
  }

  private static VaultUnreachableException unreachable(AzureKeyVault vaults, VaultSecret secret) {
    return catchThrowableOfType(VaultUnreachableException.class, () -> vaults.read(secret));
  }

  private Mono<AccessToken> token(TokenRequestContext context) {
    scopes.addAll(context.getScopes());
    return Mono.just(new AccessToken("token", OffsetDateTime.MAX));
  }

  private HttpClient.Builder client() {
    return HttpClient.newBuilder().sslContext(CA.client()).proxy(ProxySelector.of(proxy.address()));
  }

  private AzureKeyVault vaults(CloudName cloud) {
    return vaults(cloud, client(), this::token);
  }

  private AzureKeyVault vaults(HttpClient.Builder http, TokenCredential credential) {
    return vaults(CloudName.GLOBAL, http, credential);
  }

  private AzureKeyVault vaults(
      CloudName cloud, HttpClient.Builder http, TokenCredential credential) {
    return new AzureKeyVault(
        () -> credential,
        cloud.keyVaultDomain(),
        cloud.authorityHosts(),
        TokenSource.httpClient(http),
        clock,
        nanos::get);
  }
}
