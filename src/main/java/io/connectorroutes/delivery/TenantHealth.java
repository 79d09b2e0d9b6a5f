package io.connectorroutes.delivery;

import io.connectorroutes.graph.Tokens;
import io.connectorroutes.ledger.Park;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Follows how a tenant is, once for each call, however many requests were in it: what became of its
 * token, and whether it has to pause.
 */
final class TenantHealth {
  private final Tokens tokens;
  private final Parks parks;

  TenantHealth(Tokens tokens, Backoff backoff) {
    this.tokens = tokens;
    this.parks = new Parks(backoff);
  }

  /**
   * Follows one call.
   *
   * @param hearings of all its requests; at least one
   * @return the pause that the tenant has to make
   */
  Optional<Park> follow(List<Hearing> hearings) {
    String account = hearings.get(0).due().account();
    boolean tokenIsUseless = isTokenUseless(account, hearings);
    List<Hearing> throttled = of(hearings, Reply.Kind.THROTTLED);
    List<Hearing> noToken = of(hearings, Reply.Kind.NO_TOKEN);
    if (!throttled.isEmpty()) {
      return Optional.of(park(hearings, longest(throttled), "throttled by Graph"));
    }
    if (!noToken.isEmpty()) {
      return Optional.of(park(hearings, Optional.empty(), noToken.get(0).reply().message()));
    }
    if (tokenIsUseless) {
      return Optional.of(
          park(hearings, Optional.empty(), "no token: Graph refuses a new one as well"));
    }
    if (isAnswered(hearings) && of(hearings, Reply.Kind.UNAUTHORIZED).isEmpty()) {
      parks.over(account);
    }
    return Optional.empty();
  }

  /** A token that one request of a call is refused with is not taken for good. */
  private boolean isTokenUseless(String account, List<Hearing> hearings) {
    List<Hearing> unauthorized = of(hearings, Reply.Kind.UNAUTHORIZED);
    if (!unauthorized.isEmpty()) {
      return tokens.rejected(
          account, unauthorized.get(0).response().headers().get("www-authenticate"));
    }
    if (isAnswered(hearings)) {
      tokens.accepted(account);
    }
    return false;
  }

  private Park park(List<Hearing> hearings, Optional<Duration> asked, String reason) {
    Hearing any = hearings.get(0);
    return parks.park(any.due().account(), asked, any.now(), reason);
  }

  private static Optional<Duration> longest(List<Hearing> throttled) {
    return throttled.stream()
        .flatMap(hearing -> hearing.reply().retryAfter().stream())
        .max(Comparator.naturalOrder());
  }

  private static boolean isAnswered(List<Hearing> hearings) {
    return hearings.stream().anyMatch(Hearing::isAnswered);
  }

  private static List<Hearing> of(List<Hearing> hearings, Reply.Kind kind) {
    return hearings.stream().filter(hearing -> hearing.kind() == kind).toList();
  }
}
