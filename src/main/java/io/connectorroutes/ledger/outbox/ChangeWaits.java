package io.connectorroutes.ledger.outbox;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.Reports.Waits;
import io.connectorroutes.ledger.WaitReason;
import io.connectorroutes.ledger.table.ChangeRow;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Why one change is not sent: for another one, for its own sake, or with its whole tenant. */
final class ChangeWaits {
  private final TenantSummaries tenants;
  private final Clock clock;

  ChangeWaits(TenantSummaries tenants, Clock clock) {
    this.tenants = tenants;
    this.clock = clock;
  }

  /** Empty where it can be sent, or is settled. */
  Optional<Waits> of(Sql sql, ChangeRow change) throws SQLException {
    return switch (change.state()) {
      case "blocked" -> blocked(sql, change);
      case "paused" -> Optional.of(new Waits(null, WaitReason.PAUSED, "its job is paused", null));
      case "waiting", "recorded" -> waiting(sql, change);
      default -> Optional.empty();
    };
  }

  private static Optional<Waits> blocked(Sql sql, ChangeRow change) throws SQLException {
    return sql.first(
        """
        SELECT b.change_id FROM change c JOIN change b ON b.seq = c.blocked_by WHERE c.seq = ?
        """,
        row -> new Waits(row.text("change_id"), null, null, null),
        change.seq());
  }

  /** What holds for its whole tenant comes first: its own time may pass meanwhile. */
  private Optional<Waits> waiting(Sql sql, ChangeRow change) throws SQLException {
    Optional<Waits> tenant = ofTenant(sql, change);
    return tenant.isPresent() ? tenant : ofItsOwn(sql, change);
  }

  private Optional<Waits> ofTenant(Sql sql, ChangeRow change) throws SQLException {
    if (change.accountId() == null) {
      return Optional.empty();
    }
    Optional<String> account =
        sql.first(
            "SELECT account_key FROM account WHERE id = ?",
            row -> row.text("account_key"),
            change.accountId());
    boolean isDue = change.dueAt() == null || !change.dueAt().isAfter(clock.instant());
    return tenants.list(sql).stream()
        .filter(one -> account.filter(one.account()::equals).isPresent())
        .filter(one -> isOfAll(one, isDue))
        .map(one -> new Waits(null, one.reason(), one.message(), one.nextAt()))
        .findFirst();
  }

  /** Whether none of the tenant's changes is sent; by its budget none that is due. */
  private static boolean isOfAll(TenantSummary tenant, boolean isDue) {
    return tenant.reason() != null
        && switch (tenant.reason()) {
          case NOT_CONFIGURED, NO_CREDENTIAL, NO_TOKEN, THROTTLED, GRAPH_AWAY -> true;
          case PAUSED -> tenant.since() != null;
          case BUDGET, LEASED -> isDue;
          case REFUSED, SECRET_AWAY, RETRY, NOT_BEFORE -> false;
        };
  }

  private Optional<Waits> ofItsOwn(Sql sql, ChangeRow change) throws SQLException {
    Instant due = change.dueAt();
    if (due == null || !due.isAfter(clock.instant())) {
      return Optional.empty();
    }
    boolean isForSecret =
        sql.exists("SELECT 1 FROM change WHERE seq = ? AND secret_failures > 0", change.seq());
    if (isForSecret) {
      return Optional.of(new Waits(null, WaitReason.SECRET_AWAY, change.reason(), due));
    }
    return Optional.of(
        due.equals(change.notBefore())
            ? new Waits(null, WaitReason.NOT_BEFORE, null, due)
            : new Waits(null, WaitReason.RETRY, change.reason(), due));
  }
}
