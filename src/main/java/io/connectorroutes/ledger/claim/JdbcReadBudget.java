package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Sql;
import io.connectorroutes.graph.GraphRequest;
import io.connectorroutes.ledger.ReadBudget;
import io.connectorroutes.ledger.RequestBudget;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.Attempts;
import io.connectorroutes.ledger.table.Numbering;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Counts reads as attempts of no change, under the lock of their account. */
public final class JdbcReadBudget implements ReadBudget {
  private final Database database;
  private final Clock clock;
  private final Accounts accounts;
  private final RequestBudget budget;
  private final SlidingWindow slots;

  public JdbcReadBudget(Database database, Clock clock, Accounts accounts, RequestBudget budget) {
    this.database = database;
    this.clock = clock;
    this.accounts = accounts;
    this.budget = budget;
    this.slots = new SlidingWindow(budget);
  }

  @Override
  public Optional<Instant> take(String alias, GraphRequest request) {
    return database.write(
        sql -> {
          String key = request.account();
          if (!sql.exists("SELECT 1 FROM account WHERE account_key = ?", key)) {
            // Its first change makes it under that lock.
            Numbering.CHANGES.take(sql, 0);
          }
          long id = accounts.ensure(sql, Collections.singletonMap(key, alias)).get(key);
          accounts.lock(sql, List.of(id));
          Instant now = clock.instant();
          Optional<Instant> later = notBefore(sql, id, now);
          if (later.isEmpty()) {
            Attempts.forgetReads(sql, id, now.minus(budget.window()));
            Attempts.read(sql, id, request, now);
          }
          return later;
        });
  }

  private Optional<Instant> notBefore(Sql sql, long id, Instant now) throws SQLException {
    Optional<Instant> parked =
        sql.first(
            "SELECT parked_until FROM account WHERE id = ? AND parked_until > ?",
            row -> row.time("parked_until"),
            id,
            now);
    if (parked.isPresent() || slots.isAnyFree(sql, id, now)) {
      return parked;
    }
    // What is still to be answered takes the rest: nobody knows when.
    return slots.nextFree(sql, id, now).or(() -> Optional.of(now.plusSeconds(1)));
  }

  @Override
  public void answered(GraphRequest request, int httpStatus) {
    database.write(
        sql -> {
          Attempts.readAnswered(sql, request, httpStatus, clock.instant());
          return null;
        });
  }
}
