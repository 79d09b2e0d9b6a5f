package io.connectorroutes.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class AzureKeyVaultTest {
  private final List<String> requests = new ArrayList<>();

  @Test
  void readsTheCurrentValueWithAToken() throws Exception {
    AzureKeyVault vault = vault(request -> answer(request, 200, "{\"value\":\"s3cret\"}"));

    assertThat(vault.read("my-vault", "one")).isEqualTo("s3cret");
    assertThat(requests)
        .last()
        .asString()
        .startsWith("https://my-vault.vault.azure.net/secrets/one")
        .endsWith(" Bearer token");
  }

  @Test
  void saysWhatToDoWhereItCannot() {
    assertRefused(404, "is not there: create the secret, or mend its name");
    assertRefused(
        403, "is refused to this application: give its identity the role Key Vault Secrets User");
    assertRefused(400, "was answered with status 400: mend the names of vault and secret");
  }

  @Test
  void aVaultThatGivesNoAnswerIsToldFromOneThatRefusesAndIsLeftAloneForAWhile() throws Exception {
    AtomicLong nanos = new AtomicLong();
    AtomicBoolean away = new AtomicBoolean(true);
    AzureKeyVault vault =
        vault(
            request -> answer(request, away.get() ? 500 : 200, "{\"value\":\"s3cret\"}"),
            nanos::get);

    assertThatThrownBy(() -> vault.read("my-vault", "one"))
        .isInstanceOf(VaultUnreachableException.class)
        .hasMessage("was answered with status 500: see how the vault is");
    int asked = requests.size();
    away.set(false);
    assertThatThrownBy(() -> vault.read("my-vault", "two"))
        .isInstanceOf(VaultUnreachableException.class)
        .hasMessage("could not be asked for: see that the vault can be reached");
    assertThat(requests).hasSize(asked);
    assertThat(vault.read("other-vault", "one")).isEqualTo("s3cret");

    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(vault.read("my-vault", "two")).isEqualTo("s3cret");
  }

  @Test
  void noConnectionIsNoRefusal() {
    HttpClient nobody = request -> Mono.error(new ConnectException("refused"));
    AzureKeyVault vault =
        new AzureKeyVault(
            () -> context -> Mono.just(new AccessToken("token", OffsetDateTime.MAX)),
            "vault.azure.net",
            nobody);

    assertThatThrownBy(() -> vault.read("my-vault", "one"))
        .isInstanceOf(VaultUnreachableException.class);
  }

  @Test
  void noTokenForWantOfANetworkIsNoRefusal() {
    AzureKeyVault vault =
        new AzureKeyVault(
            () ->
                context ->
                    Mono.error(
                        new ClientAuthenticationException(
                            "no token", null, new ConnectException("refused"))),
            "vault.azure.net",
            request -> Mono.just(challenge(request)));

    assertThatThrownBy(() -> vault.read("my-vault", "one"))
        .isInstanceOf(VaultUnreachableException.class);
  }

  private void assertRefused(int status, String message) {
    AzureKeyVault vault =
        vault(request -> answer(request, status, "{\"error\":{\"code\":\"X\",\"message\":\"m\"}}"));

    assertThatThrownBy(() -> vault.read("my-vault", "one"))
        .isInstanceOf(SecretException.class)
        .hasMessage(message)
        .hasNoCause();
    assertThat(requests).isNotEmpty();
  }

  private AzureKeyVault vault(Function<HttpRequest, HttpResponse> answer) {
    return vault(answer, System::nanoTime);
  }

  private AzureKeyVault vault(Function<HttpRequest, HttpResponse> answer, LongSupplier nanoTime) {
    requests.clear();
    HttpClient http =
        request -> {
          String token = request.getHeaders().getValue(HttpHeaderName.AUTHORIZATION);
          requests.add(request.getUrl() + " " + token);
          return Mono.fromSupplier(
              () -> token == null ? challenge(request) : answer.apply(request));
        };
    return new AzureKeyVault(
        () -> context -> Mono.just(new AccessToken("token", OffsetDateTime.MAX)),
        "vault.azure.net",
        http,
        nanoTime);
  }

  private static HttpResponse challenge(HttpRequest request) {
    return new Answer(
        request,
        401,
        new HttpHeaders()
            .set(
                HttpHeaderName.WWW_AUTHENTICATE,
                "Bearer authorization=\"https://login.microsoftonline.com/contoso\","
                    + " resource=\"https://vault.azure.net\""),
        "");
  }

  private static HttpResponse answer(HttpRequest request, int status, String body) {
    HttpHeaders headers = new HttpHeaders().set(HttpHeaderName.CONTENT_TYPE, "application/json");
    return new Answer(request, status, headers, body);
  }

  /** An answer from memory. */
  private static final class Answer extends HttpResponse {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    Answer(HttpRequest request, int status, HttpHeaders headers, String body) {
      super(request);
      this.status = status;
      this.headers = headers;
      this.body = body.getBytes(UTF_8);
    }

    @Override
    public int getStatusCode() {
      return status;
    }

    @Override
    @Deprecated
    public String getHeaderValue(String name) {
      return headers.getValue(HttpHeaderName.fromString(name));
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public Flux<ByteBuffer> getBody() {
      return Flux.just(ByteBuffer.wrap(body));
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
      return Mono.just(body);
    }

    @Override
    public Mono<String> getBodyAsString() {
      return Mono.just(new String(body, UTF_8));
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
      return Mono.just(new String(body, charset));
    }
  }
}
