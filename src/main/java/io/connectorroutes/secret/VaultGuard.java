package io.connectorroutes.secret;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.AuthenticateChallenge;
import com.azure.core.util.CoreUtils;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * Stands between the Key Vault client and the network: requests go to one vault alone, tokens are
 * those for the vaults of its cloud, and none is given to a vault that asks for another one.
 *
 * <p>The client's own check takes any resource that the vault's name ends with, such as {@code
 * https://net}, looks at no authority, and remembers what it was told for the whole process.
 */
final class VaultGuard implements HttpPipelinePolicy, TokenCredential {
  private static final int UNAUTHORIZED = 401;
  private static final int HTTPS_PORT = 443;
  private static final String HTTPS = "https";

  private final String host;
  private final String resource;
  private final Set<String> authorities;
  private final TokenCredential credential;

  /** Why nothing is sent. */
  static final class DistrustedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DistrustedException(String message) {
      super(message);
    }
  }

  /** There is no token. */
  static final class NoTokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoTokenException(Throwable cause) {
      super(cause);
    }
  }

  /**
   * A guard of one vault.
   *
   * @param vault its name
   * @param suffix the DNS suffix of its cloud's vaults
   * @param authorities hosts of its cloud's token authority, in lower case
   * @param credential gives the tokens
   */
  VaultGuard(String vault, String suffix, Set<String> authorities, TokenCredential credential) {
    this.host = vault.toLowerCase(Locale.ROOT) + "." + suffix;
    this.resource = HTTPS + "://" + suffix;
    this.authorities = authorities;
    this.credential = credential;
  }

  /** The vault's root. */
  String url() {
    return HTTPS + "://" + host;
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    URL url = context.getHttpRequest().getUrl();
    if (!isOwn(url)) {
      return Mono.error(new DistrustedException("a request to another host"));
    }
    return next.process()
        .flatMap(
            answer ->
                answer.getStatusCode() == UNAUTHORIZED && !isTrusted(answer)
                    ? Mono.error(new DistrustedException("a challenge of another authority"))
                    : Mono.just(answer));
  }

  private boolean isOwn(URL url) {
    return url.getProtocol().equals(HTTPS)
        && url.getHost().equals(host)
        && (url.getPort() < 0 || url.getPort() == HTTPS_PORT);
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext context) {
    if (!context.getScopes().equals(List.of(scope()))) {
      return Mono.error(new DistrustedException("a token for another resource"));
    }
    return credential.getToken(context).onErrorMap(NoTokenException::new);
  }

  private String scope() {
    return resource + "/.default";
  }

  /** Whether what is asked for is a token for this cloud's vaults; true where nothing is. */
  private boolean isTrusted(HttpResponse answer) {
    String header = answer.getHeaderValue(HttpHeaderName.WWW_AUTHENTICATE);
    return header == null
        || CoreUtils.parseAuthenticateHeader(header).stream()
            .map(AuthenticateChallenge::getParameters)
            .allMatch(this::isTrusted);
  }

  private boolean isTrusted(Map<String, String> challenge) {
    boolean isOfVaults =
        challenge.containsKey("resource")
            ? resource.equals(challenge.get("resource"))
            : scope().equals(challenge.get("scope"));
    return isOfVaults
        && isAuthority(challenge.getOrDefault("authorization", challenge.get("authorization_uri")));
  }

  private boolean isAuthority(String text) {
    try {
      URI authority = new URI(String.valueOf(text));
      return HTTPS.equals(authority.getScheme())
          && authority.getRawUserInfo() == null
          && (authority.getPort() < 0 || authority.getPort() == HTTPS_PORT)
          && authority.getHost() != null
          && authorities.contains(authority.getHost().toLowerCase(Locale.ROOT))
          && authority.getPath().matches("/[^/]+/?");
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
