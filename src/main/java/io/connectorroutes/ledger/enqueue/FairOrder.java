package io.connectorroutes.ledger.enqueue;

import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.order.Order;
import io.connectorroutes.ledger.table.LockedAccount;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ranks of an account's changes. Its jobs share them: each change of a job comes one rank after
 * the job's last one, or after the rank that is being served, so that the first change of a small
 * job does not wait for the whole of a large one. A change has its rank when it is enqueued,
 * blocked or not.
 */
final class FairOrder {
  private record Job(long accountId, long jobId) {}

  private FairOrder() {}

  /** The ranks of changes that are being enqueued, in that order, by their numbers. */
  static Map<Long, Long> ranks(
      Sql sql, List<Order.Entering> changes, Map<Long, LockedAccount> accounts)
      throws SQLException {
    Map<Job, Long> last = last(sql, changes, accounts);
    Map<Long, Long> ranks = new HashMap<>();
    for (Order.Entering one : changes) {
      LockedAccount account = accounts.get(one.change().accountId());
      Job job = job(one);
      long rank = Math.max(account.lastRank(), last.getOrDefault(job, 0L)) + 1;
      last.put(job, rank);
      ranks.put(one.change().seq(), rank);
    }
    return ranks;
  }

  private static Job job(Order.Entering one) {
    return new Job(one.change().accountId(), one.change().jobId());
  }

  /** The last ranks of jobs whose accounts have other changes. */
  private static Map<Job, Long> last(
      Sql sql, List<Order.Entering> changes, Map<Long, LockedAccount> accounts)
      throws SQLException {
    Map<Long, Integer> own = new HashMap<>();
    changes.forEach(one -> own.merge(one.change().accountId(), 1, Integer::sum));
    Set<Job> jobs = new LinkedHashSet<>();
    changes.stream()
        .map(FairOrder::job)
        .filter(job -> accounts.get(job.accountId).hasMoreThan(own.get(job.accountId)))
        .forEach(jobs::add);
    Map<Job, Long> last = new HashMap<>();
    sql.ask(
        """
        SELECT v.column1 AS account, v.column2 AS job, (
          SELECT MAX(c.rank) FROM change c WHERE c.account_id = v.column1 AND c.job_id = v.column2
            AND c.state IN ('waiting', 'blocked')) AS rank
        FROM %s AS v
        """,
        row -> {
          Long rank = row.numberOrNull("rank");
          Job job = new Job(row.number("account"), row.number("job"));
          return rank == null ? null : last.put(job, rank);
        },
        jobs.stream().map(job -> new Object[] {job.accountId, job.jobId}).toList());
    return last;
  }

  /**
   * What blocks a change has its rank no later than that would, and not among ranks that were
   * passed: an urgent change may wait for one of a large job, and is not to wait for the whole of
   * it.
   */
  static void hurry(Sql sql, Map<Long, Long> blocked, Map<Long, Long> ranks) throws SQLException {
    Map<Long, Long> earliest = new HashMap<>();
    blocked.forEach(
        (change, blocker) -> {
          if (!ranks.containsKey(blocker)) {
            earliest.merge(blocker, ranks.get(change), Math::min);
          }
        });
    List<Object[]> rows = new ArrayList<>();
    earliest.forEach((blocker, rank) -> rows.add(new Object[] {rank, blocker}));
    sql.updateAll(
        """
        UPDATE change SET rank = CASE WHEN rank > v.column1 THEN v.column1 ELSE
            (SELECT a.last_rank FROM account a WHERE a.id = change.account_id) END
        FROM %s AS v WHERE seq = v.column2 AND (rank > v.column1
          OR rank < (SELECT a.last_rank FROM account a WHERE a.id = change.account_id))
        """,
        rows);
  }
}
