package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.RequestBudget;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How much of an account's budget is free, counted from its attempts under its lock. A request
 * takes a slot from its intent until one window after its answer came or was given up: the server
 * counted it no later than that, so that its window is not overrun whatever the way there took.
 */
final class SlidingWindow {
  /** Times are kept in whole milliseconds, cut. */
  private static final Duration ROUNDING = Duration.ofMillis(1);

  private static final String TAKEN = taken("?");

  private static final String COUNTED = counted("?");

  private final RequestBudget budget;

  SlidingWindow(RequestBudget budget) {
    this.budget = budget;
  }

  /** How many requests may leave now; zero or less for none. In SQL, with {@link #arguments}. */
  String free() {
    return budget.isLimited() ? "? - " + COUNTED : String.valueOf(Integer.MAX_VALUE);
  }

  /** The arguments of {@link #free()}. */
  List<Object> arguments(long accountId, Instant now) {
    return budget.isLimited()
        ? List.of(budget.requests(), accountId, windowStart(now), accountId)
        : List.of();
  }

  /** Whether any request may leave now. */
  boolean isAnyFree(Sql sql, long accountId, Instant now) throws SQLException {
    return !budget.isLimited() || taken(sql, accountId, now) < budget.requests();
  }

  /**
   * When the next slot is free, where none is now.
   *
   * @return empty where that depends on answers that are still to come
   */
  Optional<Instant> nextFree(Sql sql, long accountId, Instant now) throws SQLException {
    if (!budget.isLimited()) {
      return Optional.of(now);
    }
    long tooMany = taken(sql, accountId, now) - budget.requests();
    return sql.first(
        "SELECT closed_at " + TAKEN + " ORDER BY closed_at LIMIT 1 OFFSET ?",
        row -> row.time("closed_at").plus(budget.window()).plus(ROUNDING),
        accountId,
        windowStart(now),
        Math.max(0, tooMany));
  }

  private static String taken(String account) {
    return "FROM attempt WHERE account_id = " + account + " AND sent = 1 AND closed_at >= ?";
  }

  /**
   * How many slots an account has taken, in SQL that takes the start of the window.
   *
   * @param account its number, in SQL
   */
  static String counted(String account) {
    return "((SELECT COUNT(*) "
        + taken(account)
        + ") + (SELECT COUNT(*) FROM attempt WHERE account_id = "
        + account
        + " AND closed_at IS NULL))";
  }

  private long taken(Sql sql, long accountId, Instant now) throws SQLException {
    return sql.number("SELECT " + COUNTED + " AS n", accountId, windowStart(now), accountId)
        .orElseThrow();
  }

  private Instant windowStart(Instant now) {
    return now.minus(budget.window());
  }
}
