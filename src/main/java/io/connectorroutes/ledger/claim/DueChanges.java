package io.connectorroutes.ledger.claim;

import io.connectorroutes.change.ConnectorChange;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.DueChange;
import io.connectorroutes.ledger.RequestBudget;
import io.connectorroutes.ledger.encryption.Payloads;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.PermissionNeeds;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Loads what is due of one account. */
public final class DueChanges {

  /** What is wanted of the job of a change that is due. */
  enum Wanted {
    SENT,
    PAUSED,
    WITHDRAWN
  }

  /** A change that is due, with its payload. */
  record Due(ChangeRow row, DueChange change, Wanted wanted) {
    @Override
    public String toString() {
      return change.toString();
    }
  }

  /**
   * Changes that are due.
   *
   * @param free how many requests may leave; no more changes are here, and one or more where there
   *     are any
   */
  record Loaded(List<Due> changes, int free) {}

  /** With the plus, SQLite reads them in order, and does not sort all that are due. */
  private static final String DUE =
      "WHERE c.account_id = ? AND c.state = 'waiting' AND +c.due_at <= ? ";

  private static final String WANTED =
      """
      (SELECT CASE WHEN j.cancelled_to >= c.seq AND c.replay = 0 THEN 'WITHDRAWN'
          WHEN j.paused = 1 THEN 'PAUSED' ELSE 'SENT' END
        FROM job j WHERE j.id = c.job_id) AS wanted
      """;

  private static final String NEEDING = "AND " + PermissionNeeds.OF_CHANGE + " = ? ";

  private static final Comparator<Due> BY_RANK =
      Comparator.comparing((Due due) -> due.row.rank()).thenComparing(due -> due.row.seq());

  private final Payloads payloads;
  private final SlidingWindow slots;

  public DueChanges(Payloads payloads, RequestBudget budget) {
    this.payloads = payloads;
    this.slots = new SlidingWindow(budget);
  }

  SlidingWindow slots() {
    return slots;
  }

  /**
   * Those that are due and may be sent, by rank. Needs the account's lock.
   *
   * @param rests what rests; where it is time to try that, one change that does so is all
   */
  Loaded load(
      Sql sql, long accountId, String account, PermissionRests rests, Instant now, int limit)
      throws SQLException {
    if (!rests.isAny()) {
      return load(sql, account, rests, limit, accountId, now, DUE, accountId, now);
    }
    for (int need : rests.toBeTried(now)) {
      Loaded tries = needing(sql, accountId, account, rests, now, 1, need);
      if (!tries.changes.isEmpty()) {
        return tries;
      }
    }
    List<Loaded> each = new ArrayList<>();
    for (int need : rests.free()) {
      each.add(needing(sql, accountId, account, rests, now, limit, need));
    }
    int free = each.stream().mapToInt(Loaded::free).max().orElse(0);
    return new Loaded(
        each.stream()
            .flatMap(one -> one.changes.stream())
            .sorted(BY_RANK)
            .limit(Math.min(limit, Math.max(0, free)))
            .toList(),
        free);
  }

  private Loaded needing(
      Sql sql,
      long accountId,
      String account,
      PermissionRests rests,
      Instant now,
      int limit,
      int need)
      throws SQLException {
    return load(sql, account, rests, limit, accountId, now, DUE + NEEDING, accountId, now, need);
  }

  /** That change, where it is due and may be sent. Needs the account's lock. */
  Loaded loadOne(
      Sql sql, long accountId, String account, PermissionRests rests, Instant now, long seq)
      throws SQLException {
    Loaded one =
        load(sql, account, rests, 1, accountId, now, DUE + "AND c.seq = ? ", accountId, now, seq);
    return new Loaded(
        one.changes.stream().filter(due -> rests.maySend(due.change, now)).toList(), one.free);
  }

  private Loaded load(
      Sql sql,
      String account,
      PermissionRests rests,
      int limit,
      long accountId,
      Instant now,
      String which,
      Object... whichArguments)
      throws SQLException {
    List<Object> arguments = new ArrayList<>(slots.arguments(accountId, now));
    arguments.addAll(List.of(whichArguments));
    arguments.add(limit);
    arguments.add(limit);
    AtomicInteger free = new AtomicInteger();
    List<Due> due =
        sql.list(
            "WITH slots AS (SELECT "
                + slots.free()
                + " AS free) SELECT "
                + ChangeRow.COLUMNS
                + ", payload, certificate_thumbprint, secret_failures, traceparent, "
                + WANTED
                + ","
                + " (SELECT free FROM slots) AS free FROM change c "
                + which
                + "ORDER BY c.rank, c.seq LIMIT (SELECT CASE WHEN free < 0 THEN 0"
                + " WHEN free < ? THEN free ELSE ? END FROM slots)",
            row -> {
              free.set(row.count("free"));
              return due(row, account, rests);
            },
            arguments.toArray());
    return new Loaded(due, free.get());
  }

  /** Whether that change is due. */
  static boolean isDue(Sql sql, long accountId, Instant now, long seq) throws SQLException {
    return sql.exists("SELECT 1 FROM change c " + DUE + "AND c.seq = ?", accountId, now, seq);
  }

  /**
   * The numbers of those that are due and may be sent, by rank, and by what they need where
   * something rests: nothing of them is read.
   */
  static List<Long> seqs(Sql sql, long accountId, PermissionRests rests, Instant now, int limit)
      throws SQLException {
    if (!rests.isAny()) {
      return seqs(sql, DUE, accountId, now, limit);
    }
    List<Long> seqs = new ArrayList<>();
    for (int need : rests.toBeTried(now)) {
      seqs.addAll(seqs(sql, DUE + NEEDING, accountId, now, need, 1));
    }
    for (int need : rests.free()) {
      seqs.addAll(seqs(sql, DUE + NEEDING, accountId, now, need, limit));
    }
    return seqs;
  }

  private static List<Long> seqs(Sql sql, String which, Object... arguments) throws SQLException {
    return sql.list(
        "SELECT c.seq FROM change c " + which + "ORDER BY c.rank, c.seq LIMIT ?",
        row -> row.number("seq"),
        arguments);
  }

  private Due due(Row row, String account, PermissionRests rests) throws SQLException {
    ChangeRow change = ChangeRow.of(row);
    ConnectorChange content = payloads.change(row);
    DueChange due =
        new DueChange(
            change.seq(),
            change.jobId(),
            change.tenant(),
            account,
            content,
            change.phase(),
            change.attempts(),
            change.spent(),
            change.replay(),
            change.sentAt(),
            change.lostAt(),
            change.resourceId(),
            change.lookups(),
            change.receivedAt(),
            row.text("certificate_thumbprint"),
            row.count("secret_failures"),
            row.text("traceparent"),
            rests.among(content));
    return new Due(change, due, Wanted.valueOf(row.text("wanted")));
  }
}
