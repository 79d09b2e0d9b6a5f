package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.RepeatedFailures;
import io.connectorroutes.ledger.Reports.TenantSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs which tenants have changes that wait for a secret: at the beginning, every 15 minutes, and
 * when none does any more, since it was sent or withdrawn, by whichever process. Thread safe.
 */
final class SecretWaitLog {
  private static final Logger LOG = LoggerFactory.getLogger(SecretWaitLog.class);

  /** How often it is looked whether it is over. */
  private static final Duration LOOK = Duration.ofSeconds(30);

  /** A change whose secret is asked for again at the time of one look waits again by the next. */
  private static final int LOOKS = 2;

  private record Waiting(String tenant, int looksWithout) {}

  private final Ledger ledger;
  private final RepeatedFailures log;

  /** By account. */
  private final Map<String, Waiting> waiting = new HashMap<>();

  private Instant nextLook = Instant.MIN;

  SecretWaitLog(Ledger ledger) {
    this.ledger = ledger;
    this.log = new RepeatedFailures(LOG, ledger.clock());
  }

  /**
   * A change waits.
   *
   * @param tenant what the account is called in the log
   * @param reason why its secret cannot be had
   */
  synchronized void waits(String account, String tenant, String reason) {
    waiting.put(account, new Waiting(tenant, 0));
    log.failed(
        account,
        "Changes of tenant " + tenant + " wait for secrets that cannot be had, such as: " + reason);
  }

  /** To be called every few seconds. */
  synchronized void housekeep() {
    Instant now = ledger.clock().instant();
    if (waiting.isEmpty() || now.isBefore(nextLook)) {
      return;
    }
    nextLook = now.plus(LOOK);
    Set<String> still =
        ledger.reports().tenants().stream()
            .filter(SecretWaitLog::mayWait)
            .map(TenantSummary::account)
            .collect(Collectors.toSet());
    waiting.replaceAll(
        (account, one) ->
            new Waiting(one.tenant, still.contains(account) ? 0 : one.looksWithout + 1));
    waiting.forEach(this::endOver);
    waiting.values().removeIf(one -> one.looksWithout >= LOOKS);
  }

  /** Changes that a person has paused wait for their secrets all the same. */
  private static boolean mayWait(TenantSummary tenant) {
    return tenant.secretAway() != null || tenant.paused() > 0;
  }

  private void endOver(String account, Waiting one) {
    if (one.looksWithout >= LOOKS) {
      log.recovered(account, "No more changes of tenant " + one.tenant + " wait for secrets");
    }
  }
}
