package io.connectorroutes.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.sqlite.ProgressHandler;

/**
 * Asks for the plan of a statement, and counts what the one before it took on its connection: steps
 * of SQLite's virtual machine, which are the same on every machine.
 */
final class SqliteStatementCheck implements StatementCheck {
  private static final int COUNTED = 1_000;

  /** Reading a row takes some ten of them. */
  private static final long MOST_STEPS = 300_000;

  /**
   * Lists of values; tables and parts of one row; and what is read in the order of its key and cut.
   */
  private static final Pattern SCANS_FEW =
      Pattern.compile(
          "SCAN (v|ended|slots|CONSTANT ROW|[0-9]+-ROW VALUES CLAUSE|circuit_breaker|accepted"
              + "|[a-z_]+ USING (COVERING )?INDEX (outcome_unpublished|dead_letter_unpublished"
              + "|dead_letter_open|account_served)|inbox_file|refused_permission.*)");

  /** Of tenants that are due, of jobs that are not complete, of one change. */
  private static final Pattern SORTS_FEW =
      Pattern.compile(
          "(?s).*\\sFROM account\\s.*|.*\\sFROM job j\\s.*|.*WHERE (c.change_id|o.seq) = [?]"
              + " ORDER.*");

  /** The last row is where the table ends. */
  private static final Pattern LAST = Pattern.compile("SELECT MAX\\(id\\) AS n FROM [a-z_]+");

  /** A page that was cut before it is joined. */
  private static final Pattern CUT = Pattern.compile("(?s).*LIMIT [?]\\) c\\s.*");

  /** What a connection is at. */
  private static final class Progress {
    private final AtomicLong steps = new AtomicLong();
    private String statement;
  }

  private final Map<Connection, Progress> progress = new ConcurrentHashMap<>();

  @Override
  public List<String> faults(
      Connection connection, String statement, List<Object> values, boolean isNew)
      throws SQLException {
    List<String> faults = new ArrayList<>();
    Progress own = progress.get(connection);
    if (own == null) {
      own = new Progress();
      count(connection, own.steps);
      progress.put(connection, own);
    } else if (own.steps.get() > MOST_STEPS) {
      faults.add("before it: " + own.steps + " steps of " + own.statement);
    }
    if (isNew) {
      plan(connection, statement).stream()
          .filter(step -> isFault(step, statement))
          .forEach(faults::add);
    }
    own.steps.set(0);
    own.statement = statement;
    return faults;
  }

  private static List<String> plan(Connection connection, String statement) throws SQLException {
    List<String> steps = new ArrayList<>();
    try (Statement sql = connection.createStatement();
        ResultSet plan = sql.executeQuery("EXPLAIN QUERY PLAN " + statement)) {
      while (plan.next()) {
        steps.add(plan.getString("detail"));
      }
    }
    return steps;
  }

  private static boolean isFault(String step, String statement) {
    if (step.startsWith("SCAN ")) {
      return !SCANS_FEW.matcher(step).matches() && !CUT.matcher(statement).matches();
    }
    return (step.matches("SEARCH (?!moved|waiting)[a-z_]+") && !LAST.matcher(statement).matches())
        || (step.startsWith("USE TEMP B-TREE FOR")
            && step.endsWith("ORDER BY")
            && !SORTS_FEW.matcher(statement).matches());
  }

  private static void count(Connection connection, AtomicLong steps) throws SQLException {
    ProgressHandler.setHandler(
        connection,
        COUNTED,
        new ProgressHandler() {
          @Override
          protected int progress() {
            steps.addAndGet(COUNTED);
            return 0;
          }
        });
  }
}
