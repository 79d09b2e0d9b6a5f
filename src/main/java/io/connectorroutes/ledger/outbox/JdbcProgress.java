package io.connectorroutes.ledger.outbox;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.ConfiguredAccounts;
import io.connectorroutes.ledger.Progress;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.ledger.RequestBudget;
import io.connectorroutes.ledger.Workers;
import io.connectorroutes.ledger.Workers.Worker;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How far the work is, by short reads. */
public final class JdbcProgress implements Progress {
  /** Requests of that time tell how fast it goes. */
  private static final Duration LATELY = Duration.ofMinutes(5);

  /** Of one account; the last ones. */
  private static final int REQUESTS = 200;

  /** Each part by an index of its own. */
  private static final String BACKLOG =
      """
      SELECT a.account_key, o.job_id, SUM(o.n) AS n, SUM(o.later) AS later,
        MAX(o.due_at) AS due_at, j.paused
      FROM (
        SELECT account_id, job_id, COUNT(*) AS n, 0 AS later, CAST(NULL AS BIGINT) AS due_at
        FROM change WHERE state IN ('waiting', 'blocked') GROUP BY account_id, job_id
        UNION ALL
        SELECT account_id, job_id, COUNT(*), 0, NULL
        FROM change WHERE state = 'sending' GROUP BY account_id, job_id
        UNION ALL
        SELECT account_id, job_id, COUNT(*), 0, NULL
        FROM change WHERE state = 'paused' GROUP BY account_id, job_id
        UNION ALL
        SELECT account_id, job_id, COUNT(*), 0, NULL
        FROM change WHERE state = 'recorded' AND due_at IS NULL AND problem_code IS NULL
        GROUP BY account_id, job_id
        UNION ALL
        SELECT account_id, job_id, COUNT(*), COUNT(*), MAX(due_at)
        FROM change WHERE state = 'recorded' AND due_at IS NOT NULL GROUP BY account_id, job_id
      ) o JOIN account a ON a.id = o.account_id JOIN job j ON j.id = o.job_id
      GROUP BY a.account_key, o.job_id, j.paused
      """;

  private final Database database;
  private final Clock clock;
  private final Workers workers;
  private final RequestBudget budget;
  private final TenantSummaries tenants;

  public JdbcProgress(
      Database database,
      Clock clock,
      Workers workers,
      RequestBudget budget,
      ConfiguredAccounts configured) {
    this.database = database;
    this.clock = clock;
    this.workers = workers;
    this.budget = budget;
    this.tenants = new TenantSummaries(configured, clock);
  }

  @Override
  public GraphReach graph() {
    Instant now = clock.instant();
    return database
        .read(
            sql ->
                sql.first(
                    "SELECT failures, since, parked_until FROM circuit_breaker WHERE id = 1",
                    row -> graph(row, now)))
        .orElseThrow();
  }

  private static GraphReach graph(Row row, Instant now) throws SQLException {
    Instant since = row.time("since");
    if (row.number("failures") == 0) {
      return new GraphReach(since == null ? GraphState.UNKNOWN : GraphState.REACHED, since, null);
    }
    Instant next = row.time("parked_until");
    return new GraphReach(GraphState.AWAY, since, next.isAfter(now) ? next : null);
  }

  @Override
  public Map<Long, JobProgress> jobs() {
    List<Worker> working = workers.list();
    Instant now = clock.instant();
    return database.read(
        sql -> {
          List<Backlog> backlog = sql.list(BACKLOG, JdbcProgress::backlog);
          Map<String, OptionalDouble> rates =
              working.isEmpty() ? Map.of() : rates(sql, backlog, working.get(0).since(), now);
          return new TimeLeft(byAccount(sql), rates, now).jobs(backlog);
        });
  }

  private static Backlog backlog(Row row) throws SQLException {
    return new Backlog(
        row.text("account_key"),
        row.number("job_id"),
        row.number("n"),
        row.number("later"),
        row.time("due_at"),
        row.count("paused") == 1);
  }

  private Map<String, TenantSummary> byAccount(Sql sql) throws SQLException {
    return tenants.list(sql).stream()
        .collect(Collectors.toMap(TenantSummary::account, Function.identity()));
  }

  /** Of before the first worker began nothing is learnt. */
  private Map<String, OptionalDouble> rates(
      Sql sql, List<Backlog> backlog, Instant since, Instant now) throws SQLException {
    Instant lately = now.minus(LATELY);
    Instant from = since.isAfter(lately) ? since : lately;
    Map<String, OptionalDouble> rates = new HashMap<>();
    for (Backlog one : backlog) {
      if (!rates.containsKey(one.account())) {
        rates.put(one.account(), pace(sql, one.account(), from).perSecond(budget, now));
      }
    }
    return rates;
  }

  private static Pace pace(Sql sql, String account, Instant from) throws SQLException {
    return sql.first(
            """
            SELECT COUNT(*) AS n, COUNT(DISTINCT l.seq) AS changes, MIN(l.closed_at) AS first
            FROM (SELECT seq, closed_at FROM attempt
                  WHERE account_id = (SELECT id FROM account WHERE account_key = ?)
                    AND sent = 1 AND closed_at >= ?
                  ORDER BY closed_at DESC LIMIT ?) l
            """,
            row -> new Pace(row.number("n"), row.number("changes"), row.time("first")),
            account,
            from,
            REQUESTS)
        .orElseThrow();
  }

  @Override
  public long openDeadLetters() {
    return database
        .read(sql -> sql.number("SELECT COUNT(*) AS n FROM dead_letter WHERE open = 1"))
        .orElse(0L);
  }
}
