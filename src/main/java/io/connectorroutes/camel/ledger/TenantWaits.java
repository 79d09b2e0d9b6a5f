package io.connectorroutes.camel.ledger;

import io.connectorroutes.graph.ConfiguredTenants;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.TokenSource;
import io.connectorroutes.ledger.AttemptResult;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Deliveries.Unusable;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.RepeatedFailures;
import io.connectorroutes.ledger.Reports.Unconfigured;
import io.connectorroutes.ledger.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs which tenants nothing is sent for: throttled, without a token, not configured any more, or
 * paused, and what rests for want of a permission or a secret; at the beginning of such a wait,
 * every 15 minutes, and at its end. Thread safe.
 */
final class TenantWaits {
  private static final Logger LOG = LoggerFactory.getLogger(TenantWaits.class);

  /** How often it is looked for accounts that are not configured. */
  private static final Duration LOOK = Duration.ofSeconds(30);

  /** How often it is noted which tenants cannot be used. */
  private static final Duration NOTE = Duration.ofSeconds(5);

  /** How often credentials are looked at that nobody asks for a token. */
  private static final Duration CHECK = Duration.ofDays(1);

  /** Longer than a call can take: what was to be tried before that waits no more. */
  private static final Duration LATEST = Duration.ofMinutes(3);

  /** What waits; until is null where trying again alone does not help. */
  private record Wait(String tenant, Instant until, String reason) {

    String text() {
      String end = until == null ? "" : " until " + until.truncatedTo(ChronoUnit.SECONDS);
      return "Nothing is sent for " + tenant + end + ": " + reason;
    }

    boolean isOver(Instant now) {
      return until != null && until.plus(LATEST).isBefore(now);
    }
  }

  private final Ledger ledger;
  private final ConfiguredTenants tenants;
  private final RepeatedFailures log;
  private final PauseLog pauses;
  private final SecretWaitLog secrets;

  /** By account. */
  private final Map<String, Wait> waits = new HashMap<>();

  private final Set<String> unconfigured = new HashSet<>();
  private Instant nextLook = Instant.MIN;
  private Instant nextNote = Instant.MIN;

  /** Null before the start. */
  private TokenSource tokens;

  private Instant nextCheck = Instant.MAX;

  /** Accounts that wait because of their credential, as was found at the start. */
  private final Set<String> withoutCredential = new HashSet<>();

  TenantWaits(Ledger ledger, ConfiguredTenants tenants) {
    this.ledger = ledger;
    this.tenants = tenants;
    this.log = new RepeatedFailures(LOG, ledger.clock());
    this.pauses = new PauseLog(ledger);
    this.secrets = new SecretWaitLog(ledger);
  }

  /** What an account is called in the log. */
  String nameOf(String account) {
    return "tenant " + tenants.nameOf(account);
  }

  /** Tenants whose credential cannot be used, as is known without asking for a token. */
  void start(TokenSource given) {
    given.check();
    synchronized (this) {
      tokens = given;
      nextCheck = ledger.clock().instant().plus(CHECK);
    }
    for (String account : tenants.accounts()) {
      given
          .problem(account)
          .ifPresent(problem -> waitsForCredential(account, problem.getMessage()));
    }
  }

  private synchronized void waitsForCredential(String account, String reason) {
    waits(account, nameOf(account), null, reason);
    withoutCredential.add(account);
  }

  /** A change of that account waits for a secret. */
  void waitsForSecret(String account, String reason) {
    secrets.waits(account, tenants.nameOf(account), reason);
  }

  /** A call of that account was settled. */
  void settled(String account, ClaimResult result) {
    pauses.settled(account, result);
    if (result.park() != null) {
      waits(account, nameOf(account), result.park().until(), result.park().reason());
    } else if (result.attempts().stream().anyMatch(AttemptResult::sent)) {
      goesOn(account);
    }
  }

  /** To be called every few seconds. */
  void housekeep() {
    Instant now = ledger.clock().instant();
    again(now);
    checkCredentials(now);
    noteUnusable(now);
    pauses.housekeep();
    secrets.housekeep();
    if (isTimeToLook(now)) {
      List<Unconfigured> waiting = ledger.reports().unconfigured();
      waiting.forEach(
          wait ->
              waits(
                  wait.account(),
                  "tenant " + GraphTenant.nameOf(wait.alias()),
                  null,
                  wait.reason()));
      deliveredElsewhere(waiting.stream().map(Unconfigured::account).collect(Collectors.toSet()));
    }
  }

  /** Of a tenant that has nothing to send as well: its app's certificate may end meanwhile. */
  private synchronized void checkCredentials(Instant now) {
    if (!now.isBefore(nextCheck)) {
      nextCheck = now.plus(CHECK);
      tokens.checkLater();
    }
    if (tokens != null) {
      tokens.checkAgain();
      withoutCredential.stream()
          .filter(account -> tokens.problem(account).isEmpty())
          .toList()
          .forEach(this::goesOn);
    }
  }

  /** For status, which is another process, and asks for no token. */
  private void noteUnusable(Instant now) {
    Optional<TokenSource> known = knownTokens(now);
    if (known.isEmpty()) {
      return;
    }
    Map<String, Unusable> unusable = new HashMap<>();
    for (String account : tenants.accounts()) {
      known
          .get()
          .problem(account)
          .ifPresent(
              problem ->
                  unusable.put(
                      account,
                      new Unusable(
                          problem.isFinal() ? WaitReason.NO_CREDENTIAL : WaitReason.NO_TOKEN,
                          problem.getMessage())));
    }
    ledger.deliveries().unusable(unusable);
  }

  /** Every few seconds; empty in between, and before the start. */
  private synchronized Optional<TokenSource> knownTokens(Instant now) {
    if (now.isBefore(nextNote)) {
      return Optional.empty();
    }
    nextNote = now.plus(NOTE);
    return Optional.ofNullable(tokens);
  }

  private synchronized boolean isTimeToLook(Instant now) {
    if (now.isBefore(nextLook)) {
      return false;
    }
    nextLook = now.plus(LOOK);
    return true;
  }

  /** What waits still is logged again when it is time. */
  private synchronized void again(Instant now) {
    // Whoever was tried elsewhere, or has nothing left to send, waits no more.
    waits.entrySet().stream()
        .filter(wait -> wait.getValue().isOver(now))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::goesOn);
    waits.forEach((account, wait) -> log.failed(account, wait.text()));
  }

  /** Another worker, which is configured for it, has delivered what waited. */
  private synchronized void deliveredElsewhere(Set<String> stillWaiting) {
    unconfigured.removeAll(stillWaiting);
    unconfigured.forEach(this::goesOn);
    unconfigured.clear();
    unconfigured.addAll(stillWaiting);
  }

  private synchronized void waits(String account, String tenant, Instant until, String reason) {
    Wait before = waits.get(account);
    if (before != null && !before.reason.equals(reason)) {
      goesOn(account);
    }
    withoutCredential.remove(account);
    Wait wait = new Wait(tenant, until, reason);
    waits.put(account, wait);
    log.failed(account, wait.text());
  }

  private synchronized void goesOn(String account) {
    withoutCredential.remove(account);
    Wait over = waits.remove(account);
    if (over != null) {
      log.recovered(account, "No more for " + over.tenant + ": " + over.reason);
    }
  }
}
