package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.ConfiguredAccounts;
import io.connectorroutes.ledger.Reports;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The accounts that this process found waiting and is not configured for. Mostly there are none:
 * claims then ask as if there were no such thing. Thread safe.
 */
public final class UnconfiguredAccounts {
  private record Waiting(long id, String key, String alias) {}

  private final ConfiguredAccounts configured;

  /** In order, so that the same ones make the same statement. */
  private volatile SortedSet<Long> ids = new TreeSet<>();

  public UnconfiguredAccounts(ConfiguredAccounts configured) {
    this.configured = configured;
  }

  /** A condition on {@code account.id}, with a blank in front; empty where there are none. */
  String condition() {
    SortedSet<Long> now = ids;
    return now.isEmpty()
        ? ""
        : " AND id NOT IN ("
            + now.stream().map(String::valueOf).collect(Collectors.joining(", "))
            + ")";
  }

  /** Whether an account that is being claimed is one of them; it is left out from then on. */
  boolean contains(Sql sql, long id, String key, String alias) throws SQLException {
    if (configured.missing(key, alias).isEmpty()) {
      return false;
    }
    // All at once, so that a thousand of them do not make a thousand statements.
    SortedSet<Long> found = new TreeSet<>(ids);
    found.add(id);
    waiting(sql).stream()
        .filter(account -> configured.missing(account.key, account.alias).isPresent())
        .forEach(account -> found.add(account.id));
    ids = found;
    return true;
  }

  /** The accounts that wait and are not configured. */
  public List<Reports.Unconfigured> list(Sql sql) throws SQLException {
    return waiting(sql).stream()
        .flatMap(
            account ->
                configured.missing(account.key, account.alias).stream()
                    .map(reason -> new Reports.Unconfigured(account.key, account.alias, reason)))
        .toList();
  }

  private static List<Waiting> waiting(Sql sql) throws SQLException {
    return sql.list(
        """
        SELECT id, account_key, alias FROM account
        WHERE next_due IS NOT NULL AND lease_token IS NULL ORDER BY alias, account_key
        """,
        row -> new Waiting(row.number("id"), row.text("account_key"), row.text("alias")));
  }
}
