package io.connectorroutes.ledger.order;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.InternalErrors;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.ChangeRow;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repairs lines that stand still: whose head is missing or not in delivery, or waits for what is
 * over. None should; each one is logged. Each run looks at some lines and some gates and the next
 * one goes on behind them, so that it costs the same however many there are.
 */
public final class Repair {
  private static final Logger LOG = LoggerFactory.getLogger(Repair.class);
  private static final int LINES = 500;
  private static final int GATES = 50;
  private static final Gate FIRST = new Gate(Long.MIN_VALUE, "");

  private record Line(long accountId, long targetId, boolean standsStill) {}

  private record Gate(long accountId, String name) {}

  private final Database database;
  private final Clock clock;
  private final Accounts accounts;
  private final Lines lines;
  private final InternalErrors errors = new InternalErrors(LOG);
  private long lastLine = Long.MIN_VALUE;
  private Gate lastGate = FIRST;

  public Repair(Database database, Clock clock, Accounts accounts, Lines lines) {
    this.database = database;
    this.clock = clock;
    this.accounts = accounts;
    this.lines = lines;
  }

  public synchronized void run() {
    boolean repaired = false;
    for (Line line : nextLines()) {
      repaired |= line.standsStill && repairSafely(sql -> repair(sql, line));
    }
    for (Gate gate : nextGates()) {
      repaired |= repairSafely(sql -> repair(sql, gate));
    }
    if (repaired) {
      database.signalAny();
    }
  }

  /** One that cannot be repaired does not keep the others. */
  private boolean repairSafely(Sql.Work<Boolean> repair) {
    try {
      return database.write(repair);
    } catch (RuntimeException | Error e) {
      InternalErrors.requireOfOneChange(e);
      errors.log("a line that stands still", e);
      return false;
    }
  }

  private List<Line> nextLines() {
    List<Line> next = database.read(sql -> linesBehind(sql, lastLine, LINES));
    lastLine = next.size() < LINES ? Long.MIN_VALUE : next.get(LINES - 1).targetId;
    return next;
  }

  /** Lines that changes stand in; from one to the next by the index, past the changes of each. */
  private static List<Line> linesBehind(Sql sql, long targetId, int most) throws SQLException {
    return sql.list(
        """
        WITH RECURSIVE line (id, n) AS (
          SELECT MIN(target_id), 1 FROM change
          WHERE target_id > ? AND state IN ('queued', 'gated', 'waiting', 'sending')
          UNION ALL
          SELECT (SELECT MIN(target_id) FROM change
                  WHERE target_id > line.id AND state IN ('queued', 'gated', 'waiting', 'sending')),
                 n + 1
          FROM line WHERE line.id IS NOT NULL AND n < ?)
        SELECT t.id, t.account_id,
          CASE WHEN head.state IN ('gated', 'waiting', 'sending') AND head.target_id = t.id
               THEN 0 ELSE 1 END AS still
        FROM line JOIN target t ON t.id = line.id LEFT JOIN change head ON head.seq = t.head_seq
        ORDER BY t.id
        """,
        row -> new Line(row.number("account_id"), row.number("id"), row.count("still") == 1),
        targetId,
        most);
  }

  private boolean repair(Sql sql, Line line) throws SQLException {
    accounts.lock(sql, line.accountId);
    boolean standsStill =
        linesBehind(sql, line.targetId - 1, 1).stream()
            .anyMatch(now -> now.targetId == line.targetId && now.standsStill);
    if (standsStill) {
      LOG.warn("line {} stood still: its head is gone; the next change goes on", line.targetId);
      lines.repair(sql, line.accountId, line.targetId, clock.instant());
    }
    return standsStill;
  }

  /** Those whose first change waits in vain. */
  private List<Gate> nextGates() {
    List<Gate> open = new ArrayList<>();
    database.read(
        sql -> {
          for (int i = 0; i < GATES; i++) {
            Optional<Gate> gate = gateBehind(sql, lastGate);
            lastGate = gate.orElse(FIRST);
            if (gate.isEmpty()) {
              return open;
            }
            if (isOpen(sql, gate.get())) {
              open.add(gate.get());
            }
          }
          return open;
        });
    return open;
  }

  private static Optional<Gate> gateBehind(Sql sql, Gate last) throws SQLException {
    return sql.first(
        """
        SELECT account_id, gate FROM change
        WHERE gate IS NOT NULL AND state = 'gated' AND (account_id, gate) > (?, ?)
        ORDER BY account_id, gate LIMIT 1
        """,
        row -> new Gate(row.number("account_id"), row.text("gate")),
        last.accountId,
        last.name);
  }

  private static boolean isOpen(Sql sql, Gate gate) throws SQLException {
    Optional<ChangeRow> first = Heads.firstGated(sql, gate.accountId, gate.name);
    return first.isPresent() && !Gates.closed(sql, first.get()).equals(Optional.of(gate.name));
  }

  private boolean repair(Sql sql, Gate gate) throws SQLException {
    accounts.lock(sql, gate.accountId);
    boolean open = isOpen(sql, gate);
    if (open) {
      LOG.warn("changes waited for other lines in vain; they go on");
      lines.lookAgain(sql, gate.accountId, gate.name, clock.instant());
    }
    return open;
  }
}
