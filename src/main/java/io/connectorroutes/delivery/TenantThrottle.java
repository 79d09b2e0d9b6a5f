package io.connectorroutes.delivery;

import io.connectorroutes.graph.Tokens;
import io.connectorroutes.ledger.Park;
import io.connectorroutes.ledger.WaitReason;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether a tenant has to pause, decided once for each call, however many requests were in it:
 * Graph throttles it, or no token can be had. How often one was parked in a row is kept in memory
 * only, as the pause itself is in the ledger; bounded by the number of configured tenants.
 */
final class TenantThrottle {
  private final Tokens tokens;
  private final Backoff backoff;
  private final Map<String, Integer> parkedInARow = new ConcurrentHashMap<>();

  TenantThrottle(Tokens tokens, Backoff backoff) {
    this.tokens = tokens;
    this.backoff = backoff;
  }

  /** The pause that the tenant has to make after that call. */
  Optional<Park> pause(ClassifiedCall call) {
    List<Classified> throttled = of(call, Classified.Kind.THROTTLED);
    List<Classified> noToken = of(call, Classified.Kind.NO_TOKEN);
    List<Classified> unauthorized = of(call, Classified.Kind.UNAUTHORIZED);
    boolean isTokenTaken =
        unauthorized.isEmpty() && call.requests().stream().anyMatch(Classified::isAnswered);
    Optional<String> tokenUseless = unauthorized.stream().findFirst().flatMap(this::rejected);
    if (isTokenTaken) {
      tokens.accepted(call.account());
    }
    if (!throttled.isEmpty()) {
      return Optional.of(
          park(call, longest(throttled), WaitReason.THROTTLED, "throttled by Graph"));
    }
    if (!noToken.isEmpty()) {
      return Optional.of(
          park(call, longest(noToken), reason(noToken.get(0)), noToken.get(0).message()));
    }
    if (tokenUseless.isPresent()) {
      return Optional.of(park(call, Optional.empty(), WaitReason.NO_TOKEN, tokenUseless.get()));
    }
    if (isTokenTaken) {
      parkedInARow.remove(call.account());
    }
    return Optional.empty();
  }

  /** Why a new token will not help, where the one that was refused was a new one. */
  private Optional<String> rejected(Classified answer) {
    return tokens.rejected(
        answer.due().account(), answer.response().headers().get("www-authenticate"));
  }

  /** As long as Graph, or the authority, asks; where it does not, each pause in a row is longer. */
  private Park park(ClassifiedCall call, Optional<Duration> asked, WaitReason kind, String reason) {
    int before = parkedInARow.merge(call.account(), 1, Integer::sum) - 1;
    Duration pause = asked.orElseGet(() -> backoff.whileParked(before));
    return new Park(call.requests().get(0).at().plus(pause), kind, reason);
  }

  private static WaitReason reason(Classified noToken) {
    return Unanswered.NO_CREDENTIAL.equals(noToken.code())
        ? WaitReason.NO_CREDENTIAL
        : WaitReason.NO_TOKEN;
  }

  private static Optional<Duration> longest(List<Classified> requests) {
    return requests.stream()
        .flatMap(answer -> answer.retryAfter().stream())
        .max(Comparator.naturalOrder());
  }

  private static List<Classified> of(ClassifiedCall call, Classified.Kind kind) {
    return call.requests().stream().filter(answer -> answer.kind() == kind).toList();
  }
}
