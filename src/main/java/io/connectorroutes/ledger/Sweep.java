package io.connectorroutes.ledger;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repairs lines that stand still: whose head is settled or missing, or waits for what is over. None
 * should; each one is logged.
 */
final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  /** Looked at in one sweep, in order. */
  private static final int MOST = 1_000;

  private record Line(long accountId, long targetId) {}

  private record Gate(long accountId, String gate) {}

  private final Database database;
  private final Clock clock;
  private final Accounts accounts;
  private final Lines lines;

  Sweep(Database database, Clock clock, Accounts accounts, Lines lines) {
    this.database = database;
    this.clock = clock;
    this.accounts = accounts;
    this.lines = lines;
  }

  void run() {
    List<Line> still = database.read(Sweep::still);
    for (Line line : still) {
      LOG.warn("repairing line {}, whose head is gone", line.targetId);
      database.write(sql -> repair(sql, line));
    }
    List<Gate> gates = database.read(Sweep::gates);
    for (Gate gate : gates) {
      database.write(sql -> lookAgain(sql, gate));
    }
    if (!still.isEmpty() || !gates.isEmpty()) {
      database.nudge();
    }
  }

  private static List<Line> still(Sql sql) throws SQLException {
    return sql.list(
        """
        SELECT t.account_id, t.id FROM target t LEFT JOIN change c ON c.seq = t.head_seq
        WHERE t.head_seq IS NOT NULL
          AND (c.seq IS NULL OR c.state NOT IN ('gated', 'waiting', 'sending'))
        ORDER BY t.id LIMIT ?
        """,
        row -> new Line(row.number("account_id"), row.number("id")),
        MOST);
  }

  private static List<Gate> gates(Sql sql) throws SQLException {
    return sql.list(
        """
        SELECT DISTINCT account_id, gate FROM change
        WHERE state = 'gated' AND gate IS NOT NULL ORDER BY account_id, gate LIMIT ?
        """,
        row -> new Gate(row.number("account_id"), row.text("gate")),
        MOST);
  }

  private boolean repair(Sql sql, Line line) throws SQLException {
    accounts.lock(sql, line.accountId);
    lines.repair(sql, line.accountId, line.targetId, clock.instant());
    return true;
  }

  private boolean lookAgain(Sql sql, Gate gate) throws SQLException {
    accounts.lock(sql, gate.accountId);
    lines.lookAgain(sql, gate.accountId, gate.gate, clock.instant());
    return true;
  }
}
