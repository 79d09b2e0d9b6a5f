package io.connectorroutes.ledger.outbox;

import io.connectorroutes.change.Outcome;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.DeadLetters;
import io.connectorroutes.ledger.DeadLetters.Filter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads open dead letters. Each read goes through them in the order of their numbers, whatever the
 * database knows of its rows.
 */
final class OpenDeadLetters {
  /** The name of the tenant; null where an account was not even found. */
  private static final String TENANT =
      "CASE WHEN c.account_id IS NOT NULL THEN COALESCE(c.tenant, '"
          + GraphTenant.DEFAULT
          + "') END";

  private static final String FROM =
      """
       FROM dead_letter d CROSS JOIN change c CROSS JOIN outcome o CROSS JOIN job j
      WHERE d.open = 1 AND c.seq = d.seq AND o.seq = d.seq AND o.replay = d.replay
        AND j.id = c.job_id
      """;

  private static final String COLUMNS =
      "SELECT d.id, d.seq, d.replay, d.change_id, d.cause, o.outcome, o.settled_at, o.message,"
          + " o.http_status, c.operation, c.target, j.name AS job_name, "
          + TENANT
          + " AS tenant_name";

  /** An open dead letter. */
  record Open(long id, long seq, DeadLetter.Summary summary) {
    private static Open of(Row row) throws SQLException {
      return new Open(
          row.number("id"),
          row.number("seq"),
          new DeadLetter.Summary(
              row.text("change_id"),
              row.text("tenant_name"),
              row.text("operation"),
              row.text("target"),
              row.text("job_name"),
              row.text("cause"),
              row.text("message"),
              Outcome.of(row.text("outcome")),
              row.time("settled_at"),
              row.count("replay")));
    }

    String changeId() {
      return summary.changeId();
    }

    boolean isRejected() {
      return summary.outcome() == Outcome.REJECTED;
    }

    boolean failedAgain() {
      return summary.replays() >= DeadLetters.MOST_REPLAYS;
    }
  }

  /** What is counted at once. */
  private record Counted(
      String cause,
      Outcome outcome,
      String tenant,
      String operation,
      Integer httpStatus,
      long count,
      Instant since,
      String first,
      String last,
      long failedAgain) {
    private static Counted of(Row row) throws SQLException {
      return new Counted(
          row.text("cause"),
          Outcome.of(row.text("outcome")),
          row.text("tenant_name"),
          row.text("operation"),
          row.countOrNull("http_status"),
          row.number("n"),
          row.time("since"),
          row.text("first_message"),
          row.text("last_message"),
          row.number("failed_again"));
    }
  }

  private OpenDeadLetters() {}

  /** The highest number; 0 where there is none. */
  static long last(Sql sql) throws SQLException {
    return sql.number("SELECT MAX(id) AS n FROM dead_letter WHERE open = 1").orElse(0L);
  }

  /** The next ones, from behind a number up to another one. */
  static List<Open> page(Sql sql, Filter filter, long after, long last, long limit)
      throws SQLException {
    List<Object> arguments = new ArrayList<>(List.of(after, last));
    String condition = condition(filter, arguments);
    arguments.add(limit);
    return sql.list(
        COLUMNS + FROM + " AND d.id > ? AND d.id <= ?" + condition + " ORDER BY d.id LIMIT ?",
        Open::of,
        arguments.toArray());
  }

  /** Those of a change id, the newest first. */
  static List<Open> of(Sql sql, String changeId) throws SQLException {
    return sql.list(COLUMNS + FROM + " AND d.change_id = ? ORDER BY d.id DESC", Open::of, changeId);
  }

  /** By cause, those with the most first. */
  static List<DeadLetters.Group> groups(Sql sql, Filter filter) throws SQLException {
    List<Object> arguments = new ArrayList<>(List.of(DeadLetters.MOST_REPLAYS));
    String condition = condition(filter, arguments);
    List<Counted> counted =
        sql.list(
            """
            SELECT d.cause, o.outcome, c.operation, o.http_status, COUNT(*) AS n,
              MIN(o.settled_at) AS since, MIN(o.message) AS first_message,
              MAX(o.message) AS last_message,
              SUM(CASE WHEN d.replay >= ? THEN 1 ELSE 0 END) AS failed_again, \
            """
                + TENANT
                + " AS tenant_name"
                + FROM
                + condition
                + " GROUP BY d.cause, o.outcome, c.operation, o.http_status, "
                + TENANT,
            Counted::of,
            arguments.toArray());
    Map<String, List<Counted>> byCause = new LinkedHashMap<>();
    counted.forEach(one -> byCause.computeIfAbsent(one.cause, cause -> new ArrayList<>()).add(one));
    return byCause.values().stream()
        .map(OpenDeadLetters::group)
        .sorted(
            Comparator.comparing(DeadLetters.Group::count)
                .reversed()
                .thenComparing(DeadLetters.Group::cause))
        .toList();
  }

  private static DeadLetters.Group group(List<Counted> parts) {
    Map<String, Long> tenants = new TreeMap<>();
    parts.stream()
        .filter(part -> part.tenant != null)
        .forEach(part -> tenants.merge(part.tenant, part.count, Long::sum));
    Set<String> messages =
        parts.stream()
            .flatMap(part -> Stream.of(part.first, part.last))
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    return new DeadLetters.Group(
        parts.get(0).cause,
        parts.stream().mapToLong(Counted::count).sum(),
        parts.stream().map(Counted::since).min(Comparator.naturalOrder()).orElseThrow(),
        tenants,
        set(parts.stream().map(Counted::operation)),
        set(parts.stream().map(Counted::outcome)),
        set(parts.stream().map(Counted::httpStatus)),
        messages.stream().findFirst().orElse(null),
        messages.size() < 2,
        parts.stream().mapToLong(Counted::failedAgain).sum());
  }

  private static <T> Set<T> set(Stream<T> values) {
    return values.filter(Objects::nonNull).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String condition(Filter filter, List<Object> arguments) {
    StringBuilder condition = new StringBuilder();
    add(condition, arguments, "d.cause", filter.cause());
    add(condition, arguments, TENANT, filter.tenant());
    add(condition, arguments, "j.name", filter.job());
    return condition.toString();
  }

  private static void add(
      StringBuilder condition, List<Object> arguments, String column, String value) {
    if (value != null) {
      condition.append(" AND ").append(column).append(" = ?");
      arguments.add(value);
    }
  }
}
