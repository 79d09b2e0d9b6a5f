package io.connectorroutes.ledger.claim;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.ledger.FailureLimit;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.JobControl;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.ledger.table.Accounts;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.Numbering;
import io.connectorroutes.ledger.table.Outcomes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is wanted of jobs, in their rows; their changes follow step by step. */
public final class JdbcJobControl implements JobControl {
  /** Changes of one transaction: their accounts are locked meanwhile. */
  private static final int CHUNK = 200;

  /** Rows that are read for one transaction; most of a large job may be settled. */
  private static final int READ = 1_000;

  /** Whether changes of any job are to follow, as a condition. */
  static final String IS_STEPPING = "EXISTS (SELECT 1 FROM job WHERE stepped_to >= 0 LIMIT 1)";

  /** All its changes are to follow; of a file that is not whole yet, none has begun. */
  private static final String STEPS =
      "stepped_to = CASE WHEN state = 'recording' THEN NULL ELSE 0 END";

  /** Pauses one job, with a reason; its changes follow. */
  static final String PAUSE =
      "UPDATE job SET "
          + STEPS
          + """
          , paused = 1, pause_reason = ? WHERE id = ?
            AND (state = 'recording' OR state = 'open' AND (file_name IS NULL OR (
              SELECT c.seq FROM change c WHERE c.job_id = job.id AND c.outcome IS NULL
              LIMIT 1) IS NOT NULL))
          """;

  /** Above the number of any change. */
  private static final long ALL = Long.MAX_VALUE;

  private final Database database;
  private final Clock clock;
  private final Accounts accounts;
  private final Withdrawal withdrawal;

  /** A job whose changes are to follow. */
  private record Stepping(
      long id, boolean paused, Long cancelledTo, boolean cancelling, long steppedTo) {
    static Stepping of(Row row) throws SQLException {
      return new Stepping(
          row.number("id"),
          row.count("paused") == 1,
          row.numberOrNull("cancelled_to"),
          row.count("cancelling") == 1,
          row.number("stepped_to"));
    }
  }

  /**
   * What one transaction looks at.
   *
   * @param seqs of changes that are not settled
   * @param last the last number that was read
   * @param isLast whether there are no more behind
   */
  private record Page(List<Long> seqs, long last, boolean isLast) {}

  public JdbcJobControl(Database database, Clock clock, Accounts accounts, Settlement settlement) {
    this.database = database;
    this.clock = clock;
    this.accounts = accounts;
    this.withdrawal = new Withdrawal(accounts, settlement);
  }

  @Override
  public boolean pause(Job job, String reason) {
    return wanted(job, sql -> sql.update(PAUSE, reason, job.id()) == 1);
  }

  @Override
  public void limitFailures(Job job, FailureLimit limit) {
    long begun = database.write(sql -> FailureLimits.begin(sql, job.id()));
    // A large job is not counted while nobody else can write.
    long uncounted = database.read(sql -> FailureLimits.uncounted(sql, job.id()));
    wanted(job, sql -> FailureLimits.set(sql, job.id(), limit, begun, uncounted));
  }

  @Override
  public boolean resume(Job job) {
    return wanted(
        job,
        sql ->
            sql.update(
                    "UPDATE job SET "
                        + STEPS
                        + """
                        , paused = 0, pause_reason = NULL, failure_limit = NULL,
                          most_failures = NULL WHERE id = ? AND paused = 1
                        """,
                    job.id())
                == 1);
  }

  /** What alters the row of a job. */
  @FunctionalInterface
  private interface Wanted {
    /** Returns whether its changes are to follow. */
    boolean alter(Sql sql) throws SQLException;
  }

  private boolean wanted(Job job, Wanted wanted) {
    boolean altered =
        database.write(
            sql -> {
              Numbering.CHANGES.take(sql, 0);
              return wanted.alter(sql);
            });
    if (altered) {
      follow(job.id());
    }
    return altered;
  }

  @Override
  public long cancel(Job job) {
    long before =
        database.write(
            sql -> {
              long last = Numbering.CHANGES.take(sql, 0);
              cancel(sql, job, last);
              return Outcomes.last(sql);
            });
    follow(job.id());
    // Workers withdraw some of them.
    return database.read(sql -> withdrawnSince(sql, job, before));
  }

  /** Of a queue up to that change. */
  private static void cancel(Sql sql, Job job, long last) throws SQLException {
    sql.update(
        """
        UPDATE job SET paused = 0, pause_reason = NULL, cancelled_to = ?, cancelling = 1,
          failure_limit = NULL, most_failures = NULL,
        """
            + STEPS
            + " WHERE id = ? AND state <> 'refused'",
        job.fileName() == null ? last : ALL,
        job.id());
  }

  private static long withdrawnSince(Sql sql, Job job, long outcome) throws SQLException {
    return sql.number(
            """
            SELECT COUNT(*) AS n FROM outcome o JOIN change c ON c.seq = o.seq
            WHERE o.id > ? AND o.outcome = 'cancelled' AND c.job_id = ?
            """,
            outcome,
            job.id())
        .orElse(0L);
  }

  private void follow(long jobId) {
    boolean isAnyLeft = true;
    while (isAnyLeft) {
      isAnyLeft = step("id = ?", jobId);
    }
  }

  @Override
  public boolean step() {
    return step("TRUE");
  }

  /** False where there was nothing to do. */
  private boolean step(String which, Object... arguments) {
    // Read without a lock; what is settled meanwhile is left out then.
    Optional<Stepping> next = database.read(sql -> next(sql, which, arguments));
    if (next.isEmpty()) {
      return false;
    }
    Page page = database.read(sql -> page(sql, next.get()));
    database.write(
        sql -> {
          follow(sql, next.get(), page);
          return null;
        });
    return true;
  }

  private static Optional<Stepping> next(Sql sql, String which, Object... arguments)
      throws SQLException {
    return sql.first(
        "SELECT id, paused, cancelled_to, cancelling, stepped_to FROM job"
            + " WHERE stepped_to >= 0 AND "
            + which
            + " ORDER BY id LIMIT 1",
        Stepping::of,
        arguments);
  }

  /** Asked in the order of the index of jobs, and so that no other has that order. */
  private static Page page(Sql sql, Stepping job) throws SQLException {
    List<Map.Entry<Long, Boolean>> rows =
        sql.list(
            """
            SELECT seq, CASE WHEN state IN ('settled', 'duplicate', 'sending') THEN 0 ELSE 1 END
              AS waits
            FROM change WHERE (job_id, seq) > (?, ?) AND job_id <= ? ORDER BY job_id, seq LIMIT ?
            """,
            row -> Map.entry(row.number("seq"), row.count("waits") == 1),
            job.id,
            job.steppedTo,
            job.id,
            READ);
    List<Long> seqs = new ArrayList<>();
    long last = job.steppedTo;
    int read = 0;
    for (Map.Entry<Long, Boolean> row : rows) {
      if (seqs.size() == CHUNK) {
        break;
      }
      if (row.getValue()) {
        seqs.add(row.getKey());
      }
      last = row.getKey();
      read++;
    }
    return new Page(seqs, last, read == rows.size() && rows.size() < READ);
  }

  private void follow(Sql sql, Stepping job, Page page) throws SQLException {
    Numbering.CHANGES.take(sql, 0);
    if (!next(sql, "id = ?", job.id).filter(job::equals).isPresent()) {
      // Another one was at it, or something else is wanted now.
      return;
    }
    if (!page.seqs.isEmpty()) {
      follow(sql, job, page.seqs);
    }
    // Where too many of its rows have failed meanwhile, all of them are to follow that.
    sql.update(
        """
        UPDATE job SET stepped_to = ?, cancelling = ?
        WHERE id = ? AND stepped_to = ? AND paused = ?
        """,
        page.isLast ? null : page.last,
        page.isLast || !job.cancelling ? 0 : 1,
        job.id,
        job.steppedTo,
        job.paused ? 1 : 0);
    sql.onCommit(Signal.any());
  }

  private void follow(Sql sql, Stepping job, List<Long> seqs) throws SQLException {
    List<Long> locked = accounts.lockOf(sql, seqs);
    List<ChangeRow> withdrawn =
        job.cancelledTo == null
            ? List.of()
            : Withdrawal.unsent(sql, seqs, job.cancelledTo, job.cancelling);
    Map<Long, List<ChangeRow>> byAccount =
        withdrawn.stream()
            .collect(
                Collectors.groupingBy(ChangeRow::accountId, TreeMap::new, Collectors.toList()));
    for (Map.Entry<Long, List<ChangeRow>> one : byAccount.entrySet()) {
      withdrawal.settle(sql, accounts.lock(sql, one.getKey()), one.getValue(), clock.instant());
    }
    if (job.paused) {
      pause(sql, seqs);
    } else {
      resume(sql, seqs);
    }
    for (long account : locked) {
      accounts.refreshDue(sql, account);
    }
  }

  /**
   * What a call has under way is paused when it is due again. Each change and its requests are
   * found by their number, and not by an index of all that wait.
   */
  static void pause(Sql sql, Collection<Long> seqs) throws SQLException {
    Object[] in = Sql.padded(seqs.toArray());
    sql.update(
        "UPDATE change SET state = 'paused' WHERE state || '' = 'waiting' AND seq IN "
            + Sql.in(in.length)
            + " AND (SELECT a.id FROM attempt a"
            + " WHERE a.seq = change.seq AND a.closed_at + 0 IS NULL LIMIT 1) IS NULL",
        in);
  }

  /** What blocks them by now is found by their claim. */
  private static void resume(Sql sql, List<Long> seqs) throws SQLException {
    Object[] in = Sql.padded(seqs.toArray());
    sql.update(
        "UPDATE change SET state = 'waiting' WHERE state || '' = 'paused' AND seq IN "
            + Sql.in(in.length),
        in);
  }

  @Override
  public long deliveredSince(Job job, Instant time) {
    return database.read(
        sql ->
            sql.number(
                    """
                    SELECT COUNT(*) AS n FROM change
                    WHERE job_id = ? AND settled_at > ? AND outcome <> 'cancelled'
                    """,
                    job.id(),
                    time)
                .orElse(0L));
  }

  @Override
  public List<String> names(int limit) {
    return database.read(
        sql ->
            sql.list(
                "SELECT name FROM job ORDER BY id DESC LIMIT ?", row -> row.text("name"), limit));
  }

  @Override
  public long deletes(Job job) {
    return database.read(
        sql ->
            sql.number(
                    """
                    SELECT COUNT(*) AS n FROM change
                    WHERE job_id = ? AND operation LIKE '%.delete' AND problem_code IS NULL
                      AND outcome IS NULL AND state NOT IN ('duplicate', 'sending')
                    """,
                    job.id())
                .orElse(0L));
  }
}
