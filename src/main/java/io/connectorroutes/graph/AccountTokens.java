package io.connectorroutes.graph;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import io.connectorroutes.identity.CachedCredential;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The tokens of one account: kept, and what became of those that were given out. Nobody who asks
 * for one waits for others than the authority.
 */
final class AccountTokens implements AutoCloseable {
  /** So long after one look the next one is, where what was wrong may pass. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  private final boolean none;
  private final AccountCredential source;
  private final String scope;
  private final Clock clock;

  private CachedCredential cached;

  /** What the last challenge asked for; null for nothing. */
  private String claims;

  private boolean afterRejection;

  /** What kept the credential from being made at the last look; null for nothing. */
  private TokenUnavailableException unmade;

  /** When that is looked at again; null where it does not pass. */
  private Instant nextLook;

  private volatile TokenUnavailableException problem;
  private volatile int failures;

  /** None is had yet. */
  AccountTokens(AccountCredential source, String scope, Clock clock) {
    this.none = source.isNone();
    this.source = source;
    this.scope = scope;
    this.clock = clock;
    this.cached = new CachedCredential(source, clock);
  }

  /** The token; null with credential NONE. */
  String token() throws TokenUnavailableException {
    if (none) {
      return null;
    }
    CachedCredential kept;
    TokenRequestContext context = new TokenRequestContext().addScopes(scope);
    synchronized (this) {
      kept = cached;
      if (claims != null) {
        context.setClaims(claims).setCaeEnabled(true);
      }
    }
    try {
      AccessToken token = kept.getToken(context).block();
      had();
      return token.getToken();
    } catch (RuntimeException e) {
      TokenUnavailableException failure = source.failure(e);
      failed(failure);
      throw failure;
    }
  }

  /** See {@link Credentials#certificateEnd}. */
  Optional<Instant> certificateEnd() {
    return source.certificateEnd();
  }

  /** See {@link Tokens#rejected}. */
  synchronized Optional<String> rejected(String wwwAuthenticate) {
    boolean again = afterRejection || none;
    claims = ClaimsChallenge.claims(wwwAuthenticate).orElse(null);
    // Not closed: others may wait for the token that it asks for.
    cached = new CachedCredential(source, clock);
    afterRejection = true;
    if (!again) {
      return Optional.empty();
    }
    TokenUnavailableException useless = source.useless();
    failed(useless);
    return Optional.of(useless.getMessage());
  }

  /** See {@link Tokens#accepted}. */
  synchronized void accepted() {
    afterRejection = false;
    claims = null;
    problem = null;
    failures = 0;
  }

  /**
   * Why the last try for a token that Graph takes failed; null where it did not. Never waits for a
   * try.
   */
  TokenUnavailableException problem() {
    return problem;
  }

  /** How often in a row that was. */
  int failures() {
    return failures;
  }

  /** Makes the credential, without a request; what is wrong with it is the problem then. */
  void check() {
    if (none) {
      return;
    }
    TokenUnavailableException found = null;
    try {
      source.check();
    } catch (TokenUnavailableException e) {
      found = e;
    }
    looked(found);
  }

  /** Whether what kept the credential from being made may have passed by now. */
  synchronized boolean isToBeCheckedAgain() {
    return nextLook != null && !clock.instant().isBefore(nextLook);
  }

  private synchronized void looked(TokenUnavailableException found) {
    nextLook = found == null || found.isFinal() ? null : clock.instant().plus(pause(found));
    if (found != null || problem == unmade) {
      problem = found;
    }
    unmade = found;
  }

  private static Duration pause(TokenUnavailableException found) {
    return found
        .retryAfter()
        .filter(asked -> asked.compareTo(BETWEEN_LOOKS) > 0)
        .orElse(BETWEEN_LOOKS);
  }

  private synchronized void had() {
    if (!afterRejection) {
      problem = null;
      failures = 0;
    }
  }

  private synchronized void failed(TokenUnavailableException failure) {
    // One try is told to all who waited for it.
    if (failure != problem) {
      failures++;
    }
    problem = failure;
  }

  @Override
  public synchronized void close() {
    cached.close();
  }
}
