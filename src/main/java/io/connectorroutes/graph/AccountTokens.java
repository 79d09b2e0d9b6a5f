package io.connectorroutes.graph;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The token of one account: got when first asked for, kept until shortly before it expires. */
final class AccountTokens {
  /** Longest that one token request may take, whatever the library does meanwhile. */
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(60);

  private static final Duration MARGIN = Duration.ofMinutes(2);

  private final CredentialSettings settings;
  private final Credentials credentials;

  /** Null where the credential is made by the settings. */
  private final TokenCredential given;

  private final String scope;
  private final Clock clock;

  private TokenCredential credential;
  private String token;
  private Instant usableUntil;
  private String claims;
  private boolean afterRejection;
  private volatile TokenUnavailableException problem;
  private volatile int failures;

  /**
   * None is had yet.
   *
   * @param given the credential, for the tenant of the settings; null where those make it
   */
  AccountTokens(
      CredentialSettings settings,
      Credentials credentials,
      TokenCredential given,
      String scope,
      Clock clock) {
    this.settings = settings;
    this.credentials = credentials;
    this.given = given;
    this.scope = scope;
    this.clock = clock;
  }

  /** The token; null with credential NONE. */
  synchronized String token() throws TokenUnavailableException {
    if (settings.kind() == CredentialKind.NONE) {
      return null;
    }
    if (token == null || !clock.instant().isBefore(usableUntil)) {
      fetch();
    }
    return token;
  }

  /** See {@link Tokens#rejected}. */
  synchronized boolean rejected(String wwwAuthenticate) {
    boolean again = afterRejection || settings.kind() == CredentialKind.NONE;
    claims = ClaimsChallenge.claims(wwwAuthenticate).orElse(null);
    // The old credential would answer from its own cache with the token that was just refused.
    credential = null;
    token = null;
    afterRejection = true;
    if (again) {
      failed(
          new TokenUnavailableException(
              "no token: Graph refuses a new one as well (401); check that "
                  + "the app is of this tenant and cloud",
              false));
    }
    return again;
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
  synchronized void check() {
    if (settings.kind() == CredentialKind.NONE) {
      return;
    }
    try {
      credential = create();
    } catch (TokenUnavailableException e) {
      problem = e;
    }
  }

  private synchronized void failed(TokenUnavailableException failure) {
    problem = failure;
    failures++;
  }

  private TokenCredential create() throws TokenUnavailableException {
    return given == null ? credentials.create(settings) : given;
  }

  private void fetch() throws TokenUnavailableException {
    try {
      if (credential == null) {
        credential = create();
      }
      keep(request());
      if (!afterRejection) {
        problem = null;
        failures = 0;
      }
    } catch (TokenUnavailableException e) {
      failed(e);
      throw e;
    }
  }

  private AccessToken request() throws TokenUnavailableException {
    TokenRequestContext context = new TokenRequestContext().addScopes(scope);
    if (given != null) {
      // One credential of the application's may be for several tenants.
      context.setTenantId(settings.tenantId());
    }
    if (claims != null) {
      context.setClaims(claims).setCaeEnabled(true);
    }
    try {
      AccessToken answer = credential.getToken(context).block(LONGEST_REQUEST);
      if (answer == null) {
        throw new TokenUnavailableException("no token: the authority gave none", false);
      }
      return answer;
    } catch (RuntimeException e) {
      credential = null;
      throw given == null ? TokenFailures.of(e, settings) : TokenFailures.ofHost(e);
    }
  }

  private void keep(AccessToken answer) {
    Instant now = clock.instant();
    Instant expires = answer.getExpiresAt().toInstant();
    Duration quarter = Duration.between(now, expires).dividedBy(4);
    token = answer.getToken();
    usableUntil = expires.minus(quarter.compareTo(MARGIN) < 0 ? quarter : MARGIN);
  }
}
