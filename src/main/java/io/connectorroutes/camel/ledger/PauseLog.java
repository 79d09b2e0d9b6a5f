package io.connectorroutes.camel.ledger;

import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.graph.Permission;
import io.connectorroutes.ledger.ClaimResult;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.RepeatedFailures;
import io.connectorroutes.ledger.TenantPauses.Paused;
import io.connectorroutes.ledger.TenantPauses.Rest;
import io.connectorroutes.text.WaitingChanges;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what rests until a person does something: what needs a permission that Graph refuses, and
 * paused tenants; at the beginning, every 15 minutes, and at the end, whichever process ended it.
 * Thread safe.
 */
final class PauseLog {
  private static final Logger LOG = LoggerFactory.getLogger(PauseLog.class);

  /** How often it is looked for what others began or ended. */
  private static final Duration LOOK = Duration.ofSeconds(30);

  /** What is logged at the end, by what tells one pause from another. */
  private final Map<String, String> known = new HashMap<>();

  private final Ledger ledger;
  private final RepeatedFailures log;
  private volatile Instant nextLook = Instant.MIN;

  PauseLog(Ledger ledger) {
    this.ledger = ledger;
    this.log = new RepeatedFailures(LOG, ledger.clock());
  }

  /** A call of an account was settled: by its answers a rest may have begun or ended. */
  void settled(String account, ClaimResult result) {
    if (result.permissions().stream()
        .anyMatch(one -> one.isRefused() || isKnown(kind(one.permission(), account)))) {
      nextLook = Instant.MIN;
    }
  }

  private synchronized boolean isKnown(String kind) {
    return known.containsKey(kind);
  }

  private static String kind(Permission permission, String account) {
    return permission + " " + account;
  }

  /** To be called every few seconds. */
  void housekeep() {
    Instant now = ledger.clock().instant();
    if (now.isBefore(nextLook)) {
      return;
    }
    nextLook = now.plus(LOOK);
    look();
  }

  private synchronized void look() {
    Map<String, String> ended = new LinkedHashMap<>(known);
    known.clear();
    for (Rest rest : ledger.pauses().rests()) {
      String kind = kind(rest.permission(), rest.account());
      String what = "What needs " + rest.permission().text() + " of " + tenant(rest.alias());
      log.failed(
          kind, what + " rests, " + WaitingChanges.of(rest.waiting()) + ": " + rest.reason());
      known.put(kind, what + " goes on");
    }
    for (Paused paused : ledger.pauses().paused()) {
      String kind = "paused " + paused.account();
      String tenant = tenant(paused.alias());
      log.failed(kind, "Nothing is sent for " + tenant + ": " + paused.reason());
      known.put(kind, "No more for " + tenant + ": it was paused");
    }
    ended.keySet().removeAll(known.keySet());
    ended.forEach(log::recovered);
  }

  private static String tenant(String alias) {
    return "tenant " + GraphTenant.nameOf(alias);
  }
}
