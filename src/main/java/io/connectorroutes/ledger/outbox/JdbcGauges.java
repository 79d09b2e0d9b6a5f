package io.connectorroutes.ledger.outbox;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Gauges;
import io.connectorroutes.ledger.RequestBudget;
import io.connectorroutes.ledger.claim.BudgetUse;
import io.connectorroutes.ledger.directory.KnownCertificates;
import io.connectorroutes.ledger.directory.KnownCertificates.First;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is measured of the ledger. */
public final class JdbcGauges implements Gauges {
  private final Database database;
  private final Clock clock;
  private final BudgetUse budgets;

  public JdbcGauges(Database database, Clock clock, RequestBudget budget) {
    this.database = database;
    this.clock = clock;
    this.budgets = new BudgetUse(budget);
  }

  @Override
  public Values read() {
    return database.read(
        sql ->
            new Values(
                budgets.list(sql, clock.instant()),
                deadLetters(sql),
                openJobs(sql),
                certificateEnds(sql)));
  }

  private static Map<String, Long> deadLetters(Sql sql) throws SQLException {
    Map<String, Long> open = new TreeMap<>();
    sql.list(
        "SELECT cause, COUNT(*) AS n FROM dead_letter WHERE open = 1 GROUP BY cause",
        row -> open.put(row.text("cause"), row.number("n")));
    return open;
  }

  private static Map<String, Instant> certificateEnds(Sql sql) throws SQLException {
    return KnownCertificates.first(sql).stream()
        .collect(Collectors.toMap(First::account, First::end));
  }

  private static long openJobs(Sql sql) throws SQLException {
    return sql.number(
            """
            SELECT COUNT(*) AS n FROM job
            WHERE file_name IS NOT NULL AND state IN ('open', 'settled')
            """)
        .orElseThrow();
  }
}
