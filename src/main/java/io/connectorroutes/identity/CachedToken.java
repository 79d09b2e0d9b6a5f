package io.connectorroutes.identity;

import com.azure.core.credential.AccessToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One token: had when first asked for, and renewed before it ends. */
final class CachedToken {
  /** Longest that one request may take, whatever the library does meanwhile. */
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(60);

  /**
   * How long before its end a token is renewed; azure-identity answers from a cache of its own
   * until 5 minutes before. Of a short-lived one, a quarter of its time.
   */
  private static final Duration RENEWED_BEFORE = Duration.ofMinutes(4);

  /** How long before its end a token is not given out any more; of a short-lived one, a tenth. */
  private static final Duration USED_UNTIL_BEFORE = Duration.ofSeconds(30);

  /** After a renewal that failed, or that gave the same token again. */
  private static final Duration RENEWED_AGAIN_AFTER = Duration.ofSeconds(30);

  private final Supplier<Mono<AccessToken>> source;
  private final Clock clock;

  /** Null before the first one. */
  private AccessToken token;

  private Instant renewedFrom = Instant.MIN;
  private Instant usedUntil = Instant.MIN;

  /** Null while no request is under way. */
  private CompletableFuture<AccessToken> underWay;

  private Disposable subscription = Disposables.disposed();

  /** None is had yet. */
  CachedToken(Supplier<Mono<AccessToken>> source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  /** The token, or the answer of the request that all wait for. */
  synchronized Mono<AccessToken> get(Instant now) {
    boolean isUsable = now.isBefore(usedUntil);
    if (underWay == null && !(isUsable && now.isBefore(renewedFrom))) {
      request();
    }
    // A waiter that leaves must not take the request from the others.
    return isUsable ? Mono.just(token) : Mono.fromFuture(underWay, true);
  }

  /** Whether it can be forgotten. */
  synchronized boolean hasEnded(Instant now) {
    return underWay == null && !now.isBefore(usedUntil);
  }

  /** Gives up the request that is under way. */
  void close() {
    synchronized (this) {
      subscription.dispose();
    }
    failed(new IllegalStateException("the credential was closed before there was a token"));
  }

  private void request() {
    underWay = new CompletableFuture<>();
    // On a thread of its own: credentials do some of their work where they are subscribed to.
    subscription =
        Mono.defer(source)
            .switchIfEmpty(Mono.error(() -> new IllegalStateException("no token was given")))
            .subscribeOn(Schedulers.boundedElastic())
            .timeout(LONGEST_REQUEST)
            .subscribe(this::had, this::failed);
  }

  private void had(AccessToken answer) {
    CompletableFuture<AccessToken> waitedFor;
    synchronized (this) {
      keep(answer);
      waitedFor = ended();
    }
    // Without the lock: those who wait may go on in this thread.
    waitedFor.complete(answer);
  }

  private void failed(Throwable failure) {
    CompletableFuture<AccessToken> waitedFor;
    synchronized (this) {
      renewedFrom = clock.instant().plus(RENEWED_AGAIN_AFTER);
      waitedFor = ended();
    }
    waitedFor.completeExceptionally(failure);
  }

  private void keep(AccessToken answer) {
    Instant now = clock.instant();
    if (token != null && token.getToken().equals(answer.getToken())) {
      renewedFrom = now.plus(RENEWED_AGAIN_AFTER);
      return;
    }
    Instant end = answer.getExpiresAt().toInstant();
    Duration left = Duration.between(now, end);
    token = answer;
    usedUntil = end.minus(shorter(USED_UNTIL_BEFORE, left.dividedBy(10)));
    renewedFrom = end.minus(shorter(RENEWED_BEFORE, left.dividedBy(4)));
    OffsetDateTime asked = answer.getRefreshAt();
    // Where the authority asks for no time, azure-identity says 1970.
    if (asked != null
        && asked.toInstant().isAfter(now)
        && asked.toInstant().isBefore(renewedFrom)) {
      renewedFrom = asked.toInstant();
    }
  }

  /** What was under way; one that nobody waits for where that was given up meanwhile. */
  private CompletableFuture<AccessToken> ended() {
    CompletableFuture<AccessToken> future = underWay == null ? new CompletableFuture<>() : underWay;
    underWay = null;
    return future;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
