package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Gauges.Budget;
import io.connectorroutes.ledger.RequestBudget;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** How much of their budgets the accounts use, as claims count it. */
public final class BudgetUse {
  private final RequestBudget budget;

  /** Of a budget that each account has. */
  public BudgetUse(RequestBudget budget) {
    this.budget = budget;
  }

  /** Those of all accounts; empty where there is no limit. */
  public List<Budget> list(Sql sql, Instant now) throws SQLException {
    return budget.isLimited()
        ? sql.list(
            "SELECT account_key, alias, "
                + SlidingWindow.counted("account.id")
                + " AS taken FROM account ORDER BY id",
            row ->
                new Budget(
                    row.text("account_key"),
                    row.text("alias"),
                    (double) row.number("taken") / budget.requests()),
            now.minus(budget.window()))
        : List.of();
  }
}
