package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.ledger.TenantPauses;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.Numbering;
import io.connectorroutes.ledger.table.PermissionNeeds;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Rows of the tables {@code account} and {@code refused_permission}. */
public final class JdbcTenantPauses implements TenantPauses {
  private static final String RESTS =
      """
      SELECT a.account_key, a.alias, r.permission, r.rests_since, r.next_try,
        (SELECT COUNT(*) FROM (VALUES (1), (2), (3), (4)) AS v JOIN change c
           ON c.account_id = a.id AND c.state = 'waiting' AND
      """
          + PermissionNeeds.OF_CHANGE
          + """
               = v.column1 WHERE (v.column1 & r.permission) <> 0) AS waiting
          FROM refused_permission r JOIN account a ON a.id = r.account_id
          WHERE r.rests_since IS NOT NULL ORDER BY a.alias, a.account_key, r.permission
          """;

  private final Database database;
  private final Clock clock;
  private final Accounts accounts;

  public JdbcTenantPauses(Database database, Clock clock, Accounts accounts) {
    this.database = database;
    this.clock = clock;
    this.accounts = accounts;
  }

  @Override
  public Optional<Instant> pause(GraphTenant tenant) {
    return database.write(sql -> accounts.pause(sql, locked(sql, tenant), clock.instant()));
  }

  @Override
  public Resumed resume(GraphTenant tenant) {
    return database.write(
        sql -> {
          long account = locked(sql, tenant);
          Optional<Instant> since = accounts.pause(sql, account, null);
          PermissionRests rests = PermissionRests.of(sql, account);
          PermissionRests.end(sql, account);
          accounts.refreshDue(sql, account);
          sql.onCommit(Signal.any());
          return new Resumed(since.orElse(null), rests.resting());
        });
  }

  /** One that nothing was sent for yet has no row. */
  private long locked(Sql sql, GraphTenant tenant) throws SQLException {
    Numbering.CHANGES.take(sql, 0);
    String key = tenant.account();
    long id = accounts.ensure(sql, Collections.singletonMap(key, tenant.alias())).get(key);
    return accounts.lock(sql, id).id();
  }

  @Override
  public List<Paused> paused() {
    return database.read(
        sql ->
            sql.list(
                """
                SELECT account_key, alias, paused_since FROM account
                WHERE paused_since IS NOT NULL ORDER BY alias, account_key
                """,
                row ->
                    new Paused(
                        row.text("account_key"), row.text("alias"), row.time("paused_since"))));
  }

  @Override
  public List<Rest> rests() {
    return database.read(JdbcTenantPauses::rests);
  }

  /** The same within a transaction. */
  public static List<Rest> rests(Sql sql) throws SQLException {
    return sql.list(RESTS, JdbcTenantPauses::rest);
  }

  @Override
  public boolean isAllAtRest(String account, List<Job> jobs) {
    return database.read(sql -> isAllAtRest(sql, account, jobs));
  }

  private boolean isAllAtRest(Sql sql, String account, List<Job> jobs) throws SQLException {
    Optional<Long> id =
        sql.first("SELECT id FROM account WHERE account_key = ?", row -> row.number("id"), account);
    return id.isPresent()
        && new JobsAtRest(sql, id.get(), PermissionRests.of(sql, id.get()), clock.instant())
            .areAll(jobs);
  }

  private static Rest rest(Row row) throws SQLException {
    return new Rest(
        row.text("account_key"),
        row.text("alias"),
        PermissionNeeds.permission(row.count("permission")),
        row.time("rests_since"),
        row.time("next_try"),
        row.number("waiting"));
  }
}
