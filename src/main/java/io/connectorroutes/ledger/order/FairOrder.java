package io.connectorroutes.ledger.order;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.ChangeRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The ranks of an account's waiting changes. Its jobs share them: each change of a job comes one
 * rank after the job's last one, or after the rank that is being served, so that the first change
 * of a small job does not wait for the whole of a large one. All methods need the account's lock.
 */
public final class FairOrder {
  /** Of an account, that account, and a job. */
  private static final String NEXT =
      """
      SELECT MAX(t.n) + 1 AS n FROM (
        SELECT last_rank AS n FROM account WHERE id = ?
        UNION ALL
        SELECT MAX(o.rank) FROM change o
        WHERE o.account_id = ? AND o.job_id = ? AND o.state = 'waiting') AS t
      """;

  private record Job(long accountId, long jobId) {}

  /** When a change is due, and its rank then. */
  private record Place(ChangeRow change, Instant due, long rank) {}

  /** A change that comes into a line as its head. */
  record Head(ChangeRow change, long targetId, long position) {}

  private final Accounts accounts;

  FairOrder(Accounts accounts) {
    this.accounts = accounts;
  }

  /** Heads of lines have their ranks, in that order. */
  void give(Sql sql, List<ChangeRow> heads, Instant now) throws SQLException {
    List<Place> places = places(sql, heads, now);
    sql.updateAll(
        """
        UPDATE change SET state = 'waiting', gate = NULL, due_at = v.column1, rank = v.column2
        FROM %s AS v WHERE seq = v.column3
        """,
        places.stream()
            .map(place -> new Object[] {place.due, place.rank, place.change.seq()})
            .toList());
    noteDue(sql, places);
  }

  /** Changes come into lines that are empty, and have their ranks at once, in that order. */
  void giveNew(Sql sql, List<Head> heads, Instant now) throws SQLException {
    List<Place> places = places(sql, heads.stream().map(Head::change).toList(), now);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      Head head = heads.get(i);
      rows.add(
          new Object[] {
            place.due, place.rank, head.targetId, head.position, head.change.seq(),
          });
    }
    sql.updateAll(
        """
        UPDATE change SET state = 'waiting', gate = NULL, unresolved = NULL, due_at = v.column1,
          rank = v.column2, target_id = v.column3, position = v.column4
        FROM %s AS v WHERE seq = v.column5
        """,
        rows);
    noteDue(sql, places);
  }

  private static List<Place> places(Sql sql, List<ChangeRow> changes, Instant now)
      throws SQLException {
    Map<Job, Long> next = new HashMap<>();
    List<Place> places = new ArrayList<>();
    for (ChangeRow change : changes) {
      // A change that was put off and lost its place to an earlier one keeps its time.
      boolean isPutOff = change.dueAt() != null && change.dueAt().isAfter(now);
      Job job = new Job(change.accountId(), change.jobId());
      long rank = next.containsKey(job) ? next.get(job) : next(sql, change);
      next.put(job, rank + 1);
      places.add(new Place(change, isPutOff ? change.dueAt() : now, rank));
    }
    return places;
  }

  private void noteDue(Sql sql, List<Place> places) throws SQLException {
    Map<Long, Instant> due = new HashMap<>();
    for (Place place : places) {
      due.merge(
          place.change.accountId(), place.due, (one, other) -> one.isBefore(other) ? one : other);
    }
    accounts.due(sql, due);
  }

  /** The rank that comes next for the job of a change. */
  static long next(Sql sql, ChangeRow change) throws SQLException {
    return sql.number(NEXT, change.accountId(), change.accountId(), change.jobId()).orElseThrow();
  }
}
