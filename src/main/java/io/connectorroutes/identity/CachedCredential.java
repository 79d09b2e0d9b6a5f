package io.connectorroutes.identity;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Keeps the tokens of another credential, one for each set of scopes, tenant and claims.
 *
 * <p>A token is renewed in the background some minutes before it ends, so that nobody waits for the
 * authority; while that fails the old one is given out, until shortly before its end. Where there
 * is none, one request is made for all who ask meanwhile, and its failure is told to each of them;
 * a failure is not kept: who asks after that starts the next request. Thread safe.
 */
public final class CachedCredential implements TokenCredential, AutoCloseable {
  private final TokenCredential behind;
  private final Clock clock;
  private final Map<Request, CachedToken> tokens = new HashMap<>();
  private boolean isClosed;

  /** What a token was asked for with. */
  private record Request(List<String> scopes, String tenantId, String claims, boolean cae) {
    static Request of(TokenRequestContext context) {
      return new Request(
          List.copyOf(context.getScopes()),
          context.getTenantId(),
          context.getClaims(),
          context.isCaeEnabled());
    }
  }

  /**
   * The tokens of that credential; none is had yet.
   *
   * @param behind asked for each token; never by two threads for the same one
   * @param clock by which tokens end
   */
  public CachedCredential(TokenCredential behind, Clock clock) {
    this.behind = behind;
    this.clock = clock;
  }

  /**
   * The token, at once where one is kept.
   *
   * @return never empty; an error is that of the credential behind, or says that it gave none
   *     within a minute, or that this is closed
   */
  @Override
  public Mono<AccessToken> getToken(TokenRequestContext context) {
    return Mono.defer(() -> token(context));
  }

  private Mono<AccessToken> token(TokenRequestContext context) {
    Request request = Request.of(context);
    Instant now = clock.instant();
    CachedToken token;
    synchronized (this) {
      if (isClosed) {
        return Mono.error(new IllegalStateException("the credential is closed"));
      }
      token = tokens.get(request);
      if (token == null) {
        dropEnded(now);
        token = new CachedToken(() -> behind.getToken(copy(request)), clock);
        tokens.put(request, token);
      }
    }
    return token.get(now);
  }

  /** The one that asks may change its own. */
  private static TokenRequestContext copy(Request request) {
    return new TokenRequestContext()
        .setScopes(request.scopes())
        .setTenantId(request.tenantId())
        .setClaims(request.claims())
        .setCaeEnabled(request.cae());
  }

  /** Claims differ from challenge to challenge: what has ended would be kept for ever. */
  private void dropEnded(Instant now) {
    for (Iterator<CachedToken> each = tokens.values().iterator(); each.hasNext(); ) {
      if (each.next().hasEnded(now)) {
        each.remove();
      }
    }
  }

  /** Gives up the requests under way, and gives no token any more. */
  @Override
  public synchronized void close() {
    isClosed = true;
    tokens.values().forEach(CachedToken::close);
    tokens.clear();
  }
}
