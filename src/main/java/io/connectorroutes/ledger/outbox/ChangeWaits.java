package io.connectorroutes.ledger.outbox;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.Reports.Waits;
import io.connectorroutes.ledger.TenantPauses.Rest;
import io.connectorroutes.ledger.WaitReason;
import io.connectorroutes.ledger.Workers;
import io.connectorroutes.ledger.claim.JdbcTenantPauses;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.PermissionNeeds;
import io.connectorroutes.text.Counted;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Why one change is not sent: for another one, for its own sake, for want of a permission, or with
 * its whole tenant.
 */
final class ChangeWaits {
  /**
   * What a change needs of its tenant.
   *
   * @param permissions as {@link PermissionNeeds} counts them
   */
  private record Needs(String account, int permissions) {}

  /** For which what is due waits until others of its tenant were sent. */
  private static final Set<WaitReason> TURNS = EnumSet.of(WaitReason.BUDGET, WaitReason.LEASED);

  private final TenantSummaries tenants;
  private final Clock clock;

  ChangeWaits(TenantSummaries tenants, Clock clock) {
    this.tenants = tenants;
    this.clock = clock;
  }

  /** Empty where it is being sent, or is settled; without a reason where it can be sent. */
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

  /** What holds for more than itself comes first: its own time may pass meanwhile. */
  private Optional<Waits> waiting(Sql sql, ChangeRow change) throws SQLException {
    Optional<Waits> shared =
        change.accountId() == null ? Optional.empty() : ofTenant(sql, change.accountId(), change);
    if (shared.isPresent()) {
      return shared;
    }
    Optional<Waits> own = ofItsOwn(sql, change);
    return own.isPresent() ? own : Optional.of(new Waits(null, null, turn(sql, change), null));
  }

  /** What a person is told of a change that nothing keeps from being sent but others. */
  private String turn(Sql sql, ChangeRow change) throws SQLException {
    if (change.dueAt() == null || change.rank() == null) {
      return "it is being taken in";
    }
    Instant now = clock.instant();
    if (!sql.exists("SELECT 1 FROM worker WHERE seen_at >= ?", now.minus(Workers.GONE_AFTER))) {
      return "it is due, and no run is at work";
    }
    long before =
        sql.number(
                """
                SELECT COUNT(*) AS n FROM change c WHERE c.account_id = ? AND c.state = 'waiting'
                  AND +c.due_at <= ? AND (c.rank < ? OR (c.rank = ? AND c.seq < ?))
                """,
                change.accountId(),
                now,
                change.rank(),
                change.rank(),
                change.seq())
            .orElse(0L);
    String ofTenant = " of its tenant ";
    return before == 0
        ? "it is due, and the next one of its tenant"
        : "it is due, and "
            + Counted.of(
                before,
                "change" + ofTenant + "goes before it",
                "changes" + ofTenant + "go before it");
  }

  private Optional<Waits> ofTenant(Sql sql, long accountId, ChangeRow change) throws SQLException {
    Needs needs =
        sql.first(
                "SELECT a.account_key, "
                    + PermissionNeeds.OF_CHANGE
                    + " AS needs FROM account a JOIN change c ON c.account_id = a.id"
                    + " WHERE a.id = ? AND c.seq = ?",
                row -> new Needs(row.text("account_key"), row.count("needs")),
                accountId,
                change.seq())
            .orElseThrow();
    boolean isDue = change.dueAt() == null || !change.dueAt().isAfter(clock.instant());
    Optional<Waits> ofAll =
        tenants.list(sql).stream()
            .filter(one -> one.account().equals(needs.account))
            .filter(one -> isOfAll(one, isDue))
            .map(one -> new Waits(null, one.reason(), one.message(), one.nextAt()))
            .findFirst();
    if (ofAll.isPresent()) {
      Waits waits = ofAll.get();
      boolean isForTurn = TURNS.contains(waits.reason()) && waits.message() == null;
      return isForTurn
          ? Optional.of(new Waits(null, waits.reason(), turn(sql, change), waits.nextAt()))
          : ofAll;
    }
    return refused(sql, needs);
  }

  /** The permission that is tried last: only then all that it needs is there. */
  private Optional<Waits> refused(Sql sql, Needs needs) throws SQLException {
    Instant now = clock.instant();
    return JdbcTenantPauses.rests(sql).stream()
        .filter(rest -> rest.account().equals(needs.account))
        .filter(rest -> (PermissionNeeds.number(rest.permission()) & needs.permissions) != 0)
        .max(Comparator.comparing(Rest::nextAt))
        .map(
            rest ->
                new Waits(
                    null,
                    WaitReason.REFUSED,
                    rest.reason(),
                    rest.nextAt().isAfter(now) ? rest.nextAt() : null));
  }

  /** Whether none of the tenant's changes is sent; by its budget none that is due. */
  private static boolean isOfAll(TenantSummary tenant, boolean isDue) {
    return tenant.reason() != null
        && switch (tenant.reason()) {
          case NOT_CONFIGURED, NO_CREDENTIAL, NO_TOKEN, THROTTLED, GRAPH_AWAY -> true;
          case PAUSED -> tenant.isPaused();
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
