package io.connectorroutes.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** What does not come over the wire, whatever the client would do. */
class VaultGuardTest {
  private final List<String> sent = new ArrayList<>();
  private final VaultGuard guard =
      new VaultGuard(
          "My-Vault",
          "vault.azure.net",
          Set.of("login.microsoftonline.com"),
          context -> Mono.just(new AccessToken("token", OffsetDateTime.MAX)));
  private final HttpPipeline pipeline =
      new HttpPipelineBuilder()
          .policies(guard)
          .httpClient(
              request -> {
                sent.add(request.getUrl().toString());
                return Mono.empty();
              })
          .build();

  @Test
  void aRequestToTheVaultIsSent() {
    assertThat(guard.url()).isEqualTo("https://my-vault.vault.azure.net");
    pipeline.send(new HttpRequest(HttpMethod.GET, guard.url() + "/secrets/one")).block();

    assertThat(sent).containsExactly("https://my-vault.vault.azure.net/secrets/one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://other.vault.azure.net/secrets/one",
        "https://my-vault.vault.azure.net.evil.example/",
        "http://my-vault.vault.azure.net/secrets/one",
        "https://my-vault.vault.azure.net:8443/secrets/one",
      })
  void aRequestToAnyOtherHostIsNot(String url) {
    assertThatThrownBy(() -> pipeline.send(new HttpRequest(HttpMethod.GET, url)).block())
        .isInstanceOf(VaultGuard.DistrustedException.class);
    assertThat(sent).isEmpty();
  }

  /** The client remembers for the whole process what vaults were said to want, also by others. */
  @Test
  void aTokenIsForKeyVaultsOfTheCloudAlone() {
    assertThat(token("https://vault.azure.net/.default").block().getToken()).isEqualTo("token");

    for (String scope : List.of("https://net/.default", "https://vault.azure.cn/.default")) {
      assertThatThrownBy(() -> token(scope).block())
          .isInstanceOf(VaultGuard.DistrustedException.class);
    }
  }

  private Mono<AccessToken> token(String scope) {
    return guard.getToken(new TokenRequestContext().addScopes(scope));
  }
}
