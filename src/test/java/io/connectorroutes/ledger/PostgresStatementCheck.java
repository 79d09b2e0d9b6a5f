package io.connectorroutes.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Carries a statement out, counts what it reads, and undoes it: with the plan for its values, which
 * it gets at first, and with the one for any values, which it keeps after a few runs.
 */
final class PostgresStatementCheck implements StatementCheck {
  private static final List<String> PLANS = List.of("force_custom_plan", "force_generic_plan");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Those with a few rows for each tenant or file. */
  private static final Set<String> SMALL =
      Set.of(
          "account",
          "numbering",
          "circuit_breaker",
          "object_list",
          "job",
          "enqueuing",
          "inbox_file",
          "refused_permission",
          "subscriber");

  /**
   * Of what is not published, complete or enqueued, is open for a person, or left over by a step.
   */
  private static final Set<String> INDEXES_OF_FEW =
      Set.of(
          "outcome_unpublished",
          "dead_letter_unpublished",
          "dead_letter_open",
          "job_unfinished",
          "wake_pkey",
          "admission_pkey");

  /** A step takes 200 rows, which have a few others each. */
  private static final long MOST_ROWS = 1_000;

  /** Of 8 KiB, those of indexes included. */
  private static final long MOST_PAGES = 7_000;

  @Override
  public List<String> faults(
      Connection connection, String statement, List<Object> values, boolean isNew)
      throws SQLException {
    return isNew ? faults(connection, statement, values) : List.of();
  }

  private static List<String> faults(Connection connection, String statement, List<Object> values)
      throws SQLException {
    boolean isAlone = connection.getAutoCommit();
    if (isAlone) {
      connection.setAutoCommit(false);
    }
    try {
      return undone(connection, statement, values);
    } finally {
      if (isAlone) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private static List<String> undone(Connection connection, String statement, List<Object> values)
      throws SQLException {
    List<String> faults = new ArrayList<>();
    try (Statement sql = connection.createStatement()) {
      Savepoint before = connection.setSavepoint();
      sql.execute(
          "PREPARE checked"
              + list(values, PostgresStatementCheck::type)
              + " AS "
              + numbered(statement));
      for (String plan : PLANS) {
        sql.execute("SET LOCAL plan_cache_mode = " + plan);
        faultsOf(explained(sql, values)).forEach(fault -> faults.add(plan + ": " + fault));
        connection.rollback(before);
      }
      sql.execute("DEALLOCATE checked");
    }
    return faults;
  }

  private static JsonNode explained(Statement sql, List<Object> values) throws SQLException {
    try (ResultSet plan =
        sql.executeQuery(
            "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) EXECUTE checked"
                + list(values, PostgresStatementCheck::literal))) {
      plan.next();
      return JSON.readTree(plan.getString(1)).path(0).path("Plan");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> faultsOf(JsonNode plan) {
    List<String> faults = new ArrayList<>();
    look(plan, false, faults);
    long pages = plan.path("Shared Hit Blocks").asLong() + plan.path("Shared Read Blocks").asLong();
    if (pages > MOST_PAGES) {
      faults.add("touches " + pages + " pages");
    }
    return faults;
  }

  /**
   * Looks at a part of a plan.
   *
   * @param isCut whether no more rows are asked of it than are needed
   */
  private static void look(JsonNode node, boolean isCut, List<String> faults) {
    String type = node.path("Node Type").asText();
    String table = node.path("Relation Name").asText();
    String index = node.path("Index Name").asText();
    if (!table.isEmpty() && !SMALL.contains(table)) {
      if (type.equals("Seq Scan")) {
        faults.add("reads all of " + table);
      }
      boolean isWhole = type.startsWith("Index") && node.path("Index Cond").isMissingNode();
      if (isWhole && !isCut && !INDEXES_OF_FEW.contains(index)) {
        faults.add("reads all of " + index);
      }
      long rows =
          (node.path("Actual Rows").asLong() + node.path("Rows Removed by Filter").asLong())
              * node.path("Actual Loops").asLong();
      if (rows > MOST_ROWS) {
        faults.add("reads " + rows + " rows of " + table + " by " + type + " " + index);
      }
    }
    for (JsonNode child : node.path("Plans")) {
      // What is asked once, for whether there is any, ends with the first row.
      boolean isAny =
          child.path("Parent Relationship").asText().equals("InitPlan")
              && child.path("Filter").isMissingNode();
      look(child, isAny || type.equals("Limit"), faults);
    }
  }

  /** What makes a text of a value. */
  @FunctionalInterface
  private interface Shown {
    String of(Object value);
  }

  private static String list(List<Object> values, Shown shown) {
    return values.isEmpty()
        ? ""
        : values.stream().map(shown::of).collect(Collectors.joining(", ", " (", ")"));
  }

  /** As which the driver binds it. */
  private static String type(Object value) {
    if (value == null) {
      return "unknown";
    }
    if (value instanceof Number) {
      return value instanceof Long ? "bigint" : "integer";
    }
    return value instanceof byte[] ? "bytea" : "varchar";
  }

  private static String literal(Object value) {
    if (value == null || value instanceof Number) {
      return String.valueOf(value);
    }
    return value instanceof byte[] bytes
        ? "'\\x" + HexFormat.of().formatHex(bytes) + "'"
        : "'" + value.toString().replace("'", "''") + "'";
  }

  private static String numbered(String statement) {
    StringBuilder numbered = new StringBuilder();
    int number = 0;
    for (String part : statement.split("(?=[?])|(?<=[?])", -1)) {
      numbered.append(part.equals("?") ? "$" + ++number : part);
    }
    return numbered.toString();
  }
}
