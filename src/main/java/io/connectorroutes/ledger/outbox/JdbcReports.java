package io.connectorroutes.ledger.outbox;

import io.connectorroutes.database.Database;
import io.connectorroutes.database.Row;
import io.connectorroutes.database.Sql;
import io.connectorroutes.graph.GraphTenant;
import io.connectorroutes.ledger.ConfiguredAccounts;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.JobRow;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.ledger.claim.UnconfiguredAccounts;
import io.connectorroutes.ledger.directory.KnownCertificates;
import io.connectorroutes.ledger.encryption.Payloads;
import io.connectorroutes.ledger.table.Attempts;
import io.connectorroutes.ledger.table.ChangeRow;
import io.connectorroutes.ledger.table.DeadLetterRows;
import io.connectorroutes.ledger.table.Jobs;
import io.connectorroutes.ledger.table.Outcomes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What commands show, by short reads. */
public final class JdbcReports implements Reports {
  private static final int PAGE = 200;

  /** The changes that have no outcome, each part by an index of its own. */
  private static final String OPEN =
      """
      SELECT account_id, state FROM change WHERE state = 'waiting'
      UNION ALL
      SELECT account_id, state FROM change WHERE state = 'blocked' AND blocked_by IS NOT NULL
      UNION ALL
      SELECT account_id, state FROM change WHERE state = 'sending'
      UNION ALL
      SELECT account_id, state FROM change WHERE state = 'paused'
      UNION ALL
      SELECT account_id, state FROM change
      WHERE state = 'recorded' AND due_at IS NULL AND problem_code IS NULL
      UNION ALL
      SELECT account_id, state FROM change WHERE state = 'recorded' AND due_at IS NOT NULL
      """;

  /** The newest jobs, and older ones that are not done; each part by an index of its own. */
  private static final String NEWEST_AND_OPEN =
      """
      SELECT * FROM job WHERE id IN (
        SELECT id FROM (SELECT id FROM job ORDER BY id DESC LIMIT ?) newest
        UNION
        SELECT id FROM job WHERE file_name IS NOT NULL AND state IN ('open', 'settled')
        UNION
        SELECT id FROM job WHERE file_name IS NULL
        UNION
        SELECT id FROM (
          SELECT id FROM job WHERE state = 'recording' ORDER BY id DESC LIMIT ?) recording)
      ORDER BY id DESC
      """;

  private static final Set<Job.State> BEFORE_SETTLED = Set.of(Job.State.OPEN, Job.State.PAUSED);

  private final Database database;
  private final Payloads payloads;
  private final ConfiguredAccounts configured;
  private final TenantSummaries tenants;
  private final ChangeWaits waits;

  /** A row together with its place in the order of reading. */
  private record Numbered(long seq, JobRow row) {}

  public JdbcReports(
      Database database, Clock clock, Payloads payloads, ConfiguredAccounts configured) {
    this.database = database;
    this.payloads = payloads;
    this.configured = configured;
    this.tenants = new TenantSummaries(configured, clock);
    this.waits = new ChangeWaits(tenants, clock);
  }

  @Override
  public List<JobSummary> jobs(int limit) {
    return database.read(
        sql -> {
          List<JobSummary> summaries = new ArrayList<>();
          for (Job job : sql.list(NEWEST_AND_OPEN, Jobs::of, limit, limit)) {
            summaries.add(summary(sql, job));
          }
          return summaries;
        });
  }

  @Override
  public JobSummary summary(Job job) {
    return database.read(sql -> summary(sql, job));
  }

  private static JobSummary summary(Sql sql, Job job) throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    Map<String, Long> firsts = new TreeMap<>();
    List<Long> recovered =
        sql.list(
            """
            SELECT COALESCE(c.outcome, 'open') AS outcome, COUNT(*) AS n,
              SUM(CASE WHEN c.duplicate_of IS NULL THEN 1 ELSE 0 END) AS firsts,
              SUM(CASE WHEN c.replay > 0 AND c.outcome IN ('failed', 'unknown') AND EXISTS (
                  SELECT 1 FROM outcome o WHERE o.seq = c.seq AND o.replay > 0
                    AND o.outcome IN ('applied', 'no-op'))
                THEN 1 ELSE 0 END) AS recovered
            FROM change c WHERE c.job_id = ? GROUP BY COALESCE(c.outcome, 'open')
            """,
            row -> {
              firsts.put(row.text("outcome"), row.number("firsts"));
              counts.put(row.text("outcome"), row.number("n"));
              return row.number("recovered");
            },
            job.id());
    long duplicates = sum(counts.values()) - sum(firsts.values());
    return new JobSummary(counted(job, counts), counts, duplicates, firsts, sum(recovered));
  }

  private static Job counted(Job job, Map<String, Long> counts) {
    if (job.fileName() == null) {
      // A queue's messages are counted here alone: a count at each of them would be a hot row.
      return job.withRows((int) sum(counts.values()));
    }
    // A worker notes that when it writes the results, and there may be none.
    boolean isSettled = BEFORE_SETTLED.contains(job.state()) && !counts.containsKey("open");
    return isSettled ? job.settled() : job;
  }

  private static long sum(Collection<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public List<TenantSummary> tenants() {
    return database.read(tenants::list);
  }

  @Override
  public List<Unconfigured> unconfigured() {
    return database.read(new UnconfiguredAccounts(configured)::list);
  }

  @Override
  public Map<String, Long> openByAccount(List<Job> jobs) {
    Map<String, Long> open = new TreeMap<>();
    for (Job job : jobs) {
      database.read(
          sql ->
              sql.list(
                  """
                  SELECT COALESCE(a.account_key, '') AS account, COUNT(*) AS n
                  FROM change c LEFT JOIN account a ON a.id = c.account_id
                  WHERE c.job_id = ? AND c.outcome IS NULL GROUP BY COALESCE(a.account_key, '')
                  """,
                  row -> open.merge(row.text("account"), row.number("n"), Long::sum),
                  job.id()));
    }
    return open;
  }

  @Override
  public Optional<Job> job(String name) {
    return database.read(sql -> Jobs.find(sql, name));
  }

  @Override
  public void rows(Job job, Consumer<JobRow> consumer) {
    long after = 0;
    List<Numbered> page;
    do {
      long from = after;
      page = database.read(sql -> page(sql, job, from));
      page.forEach(numbered -> consumer.accept(numbered.row));
      after = page.isEmpty() ? after : page.get(page.size() - 1).seq;
    } while (page.size() == PAGE);
  }

  /**
   * Asked in the order of the index of jobs, and so that no other has that order: all changes might
   * be read from the first one on else.
   */
  private List<Numbered> page(Sql sql, Job job, long after) throws SQLException {
    return sql.list(
        """
        SELECT r.seq AS r_seq, r.row_no AS r_row, r.change_id AS r_change_id, r.duplicate_of,
          r.payload, r.original, r.refused_fields, r.problem_field, found.*
        FROM change r JOIN (\
        """
            + Outcomes.SELECT
            + """
            ) found ON found.seq = COALESCE(r.duplicate_of, r.seq) AND found.replay = 0
            WHERE (r.job_id, r.seq) > (?, ?) AND r.job_id <= ?
            ORDER BY r.job_id, r.seq LIMIT ?
            """,
        this::numbered,
        job.id(),
        after,
        job.id(),
        PAGE);
  }

  private Numbered numbered(Row row) throws SQLException {
    OutcomeRecord outcome = Outcomes.of(row);
    Payloads.Content content = payloads.content(row, "r_seq");
    return new Numbered(
        row.number("r_seq"),
        new JobRow(
            row.count("r_row"),
            row.text("r_change_id"),
            row.numberOrNull("duplicate_of") == null ? null : outcome.changeId(),
            outcome,
            Outcomes.refused(row),
            content.original(),
            content.changeJson()));
  }

  @Override
  public List<History> history(String changeId) {
    return database.read(
        sql -> {
          List<History> histories = new ArrayList<>();
          for (ChangeRow change : called(sql, changeId)) {
            histories.add(history(sql, change));
          }
          return histories;
        });
  }

  /** The changes of that id, or else those whose sender gave it and whose rule it broke. */
  private static List<ChangeRow> called(Sql sql, String changeId) throws SQLException {
    List<ChangeRow> changes =
        sql.list(
            "SELECT c.* FROM change c WHERE c.change_id = ? ORDER BY c.seq DESC",
            ChangeRow::of,
            changeId);
    return changes.isEmpty()
        ? sql.list(
            "SELECT c.* FROM change c WHERE c.given_change_id = ? ORDER BY c.seq DESC",
            ChangeRow::of,
            changeId)
        : changes;
  }

  private History history(Sql sql, ChangeRow change) throws SQLException {
    return new History(
        change.changeId(),
        Jobs.find(sql, change.jobId()).map(Job::name).orElseThrow(),
        change.isMessage() ? null : change.rowNumber(),
        change.accountId() == null ? change.tenant() : GraphTenant.nameOf(change.tenant()),
        change.operation(),
        change.target(),
        shown(change),
        change.receivedAt(),
        change.state().equals("blocked") ? null : change.dueAt(),
        change.reason(),
        waits.of(sql, change).orElse(null),
        Attempts.ofChange(sql, change.seq(), change.replay()),
        sql.list(Outcomes.SELECT + "WHERE o.seq = ? ORDER BY o.id", Outcomes::of, change.seq()),
        DeadLetterRows.discards(sql, change.seq()));
  }

  private static String shown(ChangeRow change) {
    boolean isForLater = change.state().equals("recorded") && change.dueAt() != null;
    return isForLater ? "waiting" : change.state();
  }

  @Override
  public Map<Long, OutcomeRecord> outcomes(Collection<Long> seqs) {
    Map<Long, OutcomeRecord> outcomes = new HashMap<>();
    return database.read(
        sql -> {
          sql.ask(
              """
              SELECT r.seq AS r_seq, found.*
              FROM %s AS v JOIN change r ON r.seq = v.column1 JOIN (\
              """
                  + Outcomes.SELECT
                  + """
                  ) found ON found.seq = COALESCE(r.duplicate_of, r.seq) AND found.replay = 0
                  """,
              row -> outcomes.put(row.number("r_seq"), Outcomes.of(row)),
              seqs.stream().map(seq -> new Object[] {seq}).toList());
          return outcomes;
        });
  }

  @Override
  public List<FileReport> files(int limit) {
    return database.read(
        sql ->
            sql.list(
                """
                SELECT name, state, reason, at FROM inbox_file WHERE state <> 'accepted'
                ORDER BY at DESC, id DESC LIMIT ?
                """,
                row ->
                    new FileReport(
                        row.text("name"),
                        FileState.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                        row.text("reason"),
                        row.time("at")),
                limit));
  }

  @Override
  public List<CertificateEnd> certificateEnds(Instant before, int limit) {
    return database.read(
        sql ->
            KnownCertificates.before(
                sql,
                before,
                limit,
                first -> configured.missing(first.account(), first.alias()).isEmpty()));
  }

  @Override
  public long openChanges() {
    return database
        .read(sql -> sql.number("SELECT COUNT(*) AS n FROM (" + OPEN + ") o"))
        .orElse(0L);
  }
}
