package io.connectorroutes.graph;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import io.connectorroutes.text.Causes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Asks for the tokens of one account. Settings, secrets and files are read for each request, so
 * that new ones are taken up without a restart. While the authority has asked to wait, it is not
 * asked. Each failure is a {@link TokenUnavailableException}. Thread safe.
 */
final class AccountCredential implements TokenCredential {
  private final Supplier<CredentialSettings> settings;
  private final Credentials credentials;

  /** Null where the credential is made by the settings. */
  private final TokenCredential given;

  private final TokenAnswers answers;
  private final Duration maxWait;
  private final Clock clock;

  /** Null where the authority has not asked to wait. */
  private TokenUnavailableException asked;

  private Instant notBefore = Instant.MIN;

  /**
   * Asks for nothing yet.
   *
   * @param settings gives those of now
   * @param credentials sends its requests through {@code answers}
   * @param given the credential, for the tenant of the settings; null where those make it
   * @param maxWait longest that an authority may ask to wait
   */
  AccountCredential(
      Supplier<CredentialSettings> settings,
      Credentials credentials,
      TokenCredential given,
      TokenAnswers answers,
      Duration maxWait,
      Clock clock) {
    this.settings = settings;
    this.credentials = credentials;
    this.given = given;
    this.answers = answers;
    this.maxWait = maxWait;
    this.clock = clock;
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext context) {
    return Mono.defer(
        () -> {
          try {
            return request(context);
          } catch (TokenUnavailableException e) {
            return Mono.error(e);
          }
        });
  }

  /** Whether there are no tokens, and requests go without. */
  boolean isNone() {
    return settings.get().kind() == CredentialKind.NONE;
  }

  /** Makes the credential, without a request. */
  void check() throws TokenUnavailableException {
    if (given == null) {
      credentials.create(settings.get());
    }
  }

  /** See {@link Credentials#certificateEnd}. */
  Optional<Instant> certificateEnd() {
    return credentials.certificateEnd();
  }

  /** A failure of a request, as it may be shown. */
  TokenUnavailableException failure(Throwable failure) {
    return failure(failure, settings);
  }

  /** That Graph does not take a token that was had a moment ago. */
  TokenUnavailableException useless() {
    if (isNone()) {
      return new TokenUnavailableException(
          "no token: Graph asks for one (401), and "
              + settings.get().key("credential")
              + " is none: set it to how tokens are obtained",
          false);
    }
    String remedy =
        answers
            .last()
            .flatMap(TokenAnswers.Answer::clockOff)
            .orElse("check that the app is of this tenant and cloud");
    return new TokenUnavailableException(
        "no token: Graph refuses a new one as well (401); " + remedy, false);
  }

  private Mono<AccessToken> request(TokenRequestContext context) throws TokenUnavailableException {
    requireTurn();
    CredentialSettings now = settings.get();
    TokenCredential credential = given;
    if (given == null) {
      credential = credentials.create(now);
    } else {
      // One credential of the application's may be for several tenants.
      context.setTenantId(now.tenantId());
    }
    answers.forget();
    return credential
        .getToken(context)
        .switchIfEmpty(
            Mono.error(
                () -> new TokenUnavailableException("no token: the authority gave none", false)))
        .flatMap(token -> ofTenant(token, now))
        .onErrorMap(e -> noted(failure(e, () -> now)));
  }

  private Mono<AccessToken> ofTenant(AccessToken token, CredentialSettings now) {
    return TokenTenant.other(token.getToken(), now.tenantId())
        .map(other -> Mono.<AccessToken>error(TokenFailures.ofTenant(other, now, given != null)))
        .orElseGet(() -> Mono.just(token));
  }

  private TokenUnavailableException failure(Throwable failure, Supplier<CredentialSettings> now) {
    return Causes.first(failure, TokenUnavailableException.class)
        .orElseGet(
            () ->
                given == null
                    ? TokenFailures.of(failure, now.get(), answers.last())
                    : TokenFailures.ofHost(failure));
  }

  private synchronized void requireTurn() throws TokenUnavailableException {
    Duration left = Duration.between(clock.instant(), notBefore);
    if (asked != null && !left.isNegative() && !left.isZero()) {
      throw asked.waiting(left);
    }
    asked = null;
  }

  private synchronized TokenUnavailableException noted(TokenUnavailableException failure) {
    Optional<Duration> wait = failure.retryAfter();
    if (wait.isPresent()) {
      asked = failure;
      notBefore = clock.instant().plus(wait.get().compareTo(maxWait) < 0 ? wait.get() : maxWait);
    }
    return failure;
  }
}
