package io.connectorroutes.testing;

import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.DeadLetters;
import io.connectorroutes.ledger.Deliveries;
import io.connectorroutes.ledger.FailureLimit;
import io.connectorroutes.ledger.Gauges;
import io.connectorroutes.ledger.InboxFileRecords;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.JobControl;
import io.connectorroutes.ledger.JobRow;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Outbox;
import io.connectorroutes.ledger.OutcomeRecord;
import io.connectorroutes.ledger.Progress;
import io.connectorroutes.ledger.ReadBudget;
import io.connectorroutes.ledger.Recorder;
import io.connectorroutes.ledger.Rekey;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.ledger.Retention;
import io.connectorroutes.ledger.Signal;
import io.connectorroutes.ledger.Subscriptions;
import io.connectorroutes.ledger.TenantPauses;
import io.connectorroutes.ledger.Workers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A ledger that answers reports and replays from lists, and refuses everything else. */
public final class FakeLedger implements Ledger, Reports, DeadLetters, Progress {
  /** The limits of failures that were set, by job. */
  public final Map<String, FailureLimit> limits = new HashMap<>();

  /** Jobs, the newest first. */
  public final List<JobSummary> jobs = new ArrayList<>();

  /** Tenants. */
  public final List<TenantSummary> tenants = new ArrayList<>();

  /** Files of the inbox. */
  public final List<FileReport> files = new ArrayList<>();

  /** Certificates of connectors. */
  public final List<CertificateEnd> certificates = new ArrayList<>();

  /** Changes with what became of them. */
  public final List<History> histories = new ArrayList<>();

  /** Open dead letters. */
  public final List<DeadLetter> letters = new ArrayList<>();

  /** What is told of them. */
  public final List<DeadLetter.Summary> summaries = new ArrayList<>();

  /** Thrown once dead letters were listed; null for none. */
  public RuntimeException unreadable;

  /** What is told of them by cause. */
  public final List<Group> groups = new ArrayList<>();

  /** What was asked to be listed, replayed and discarded. */
  public final List<String> asked = new ArrayList<>();

  /** The rows of each job. */
  public Iterable<JobRow> rows = List.of();

  /** How often they were asked for. */
  public int reads;

  /** What a replay, or discarding, leads to. */
  public List<Handled> handled = List.of();

  /** Who delivers. */
  public final List<Workers.Worker> workers = new ArrayList<>();

  /** Whether Graph can be reached. */
  public GraphReach graph = new GraphReach(GraphState.UNKNOWN, null, null);

  /** What is left of jobs. */
  public final Map<Long, JobProgress> progress = new HashMap<>();

  /** Its time. */
  public Clock clock = Clock.systemUTC();

  /** What of tenants rests; null unless given. */
  public TenantPauses pauses;

  /** Whether it was closed. */
  public boolean closed;

  /** A ledger with those rows in each job. */
  public static FakeLedger of(Iterable<JobRow> rows) {
    FakeLedger ledger = new FakeLedger();
    ledger.rows = rows;
    return ledger;
  }

  @Override
  public Reports reports() {
    return this;
  }

  @Override
  public Progress progress() {
    return this;
  }

  @Override
  public Workers workers() {
    return new Workers() {
      @Override
      public void seen(String worker, List<String> unpublished) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void left(String worker) {
        throw new UnsupportedOperationException();
      }

      @Override
      public List<Worker> list() {
        return workers;
      }
    };
  }

  @Override
  public GraphReach graph() {
    return graph;
  }

  @Override
  public Map<Long, JobProgress> jobs() {
    return progress;
  }

  @Override
  public long openDeadLetters() {
    return summaries.size();
  }

  @Override
  public DeadLetters deadLetters() {
    return this;
  }

  @Override
  public List<JobSummary> jobs(int limit) {
    return jobs.stream().limit(limit).toList();
  }

  @Override
  public List<TenantSummary> tenants() {
    return tenants;
  }

  @Override
  public Map<Long, OutcomeRecord> outcomes(Collection<Long> seqs) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<CertificateEnd> certificateEnds(Instant before, int limit) {
    return certificates.stream().filter(one -> one.end().isBefore(before)).limit(limit).toList();
  }

  @Override
  public List<FileReport> files(int limit) {
    return files;
  }

  @Override
  public List<History> history(String changeId) {
    return histories.stream().filter(h -> h.changeId().equals(changeId)).toList();
  }

  @Override
  public List<Group> groups(Filter filter) {
    return groups.stream()
        .filter(group -> filter.cause() == null || filter.cause().equals(group.cause()))
        .toList();
  }

  @Override
  public void list(Filter filter, long limit, Consumer<DeadLetter.Summary> to) {
    asked.add("list " + filter);
    summaries.stream().limit(limit).forEach(to);
    if (unreadable != null) {
      throw unreadable;
    }
  }

  @Override
  public Optional<DeadLetter> show(String changeId) {
    return letters.stream().filter(l -> l.outcome().changeId().equals(changeId)).findFirst();
  }

  @Override
  public void replay(Selection which, ReplayMode mode, Consumer<Handled> told) {
    asked.add(which + " " + mode);
    handled.forEach(told);
  }

  @Override
  public void discard(Selection which, String reason, String by, Consumer<Handled> told) {
    asked.add(which + " " + reason + " by " + by);
    handled.forEach(told);
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public Rekey rekey() {
    throw new UnsupportedOperationException();
  }

  @Override
  public InboxFileRecords inboxFiles() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Recorder recorder() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Deliveries deliveries() {
    throw new UnsupportedOperationException();
  }

  @Override
  public JobControl jobControl() {
    return new FakeJobControl(limits);
  }

  @Override
  public ReadBudget readBudget() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outbox outbox() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Subscriptions subscriptions() {
    throw new UnsupportedOperationException();
  }

  @Override
  public TenantPauses pauses() {
    return pauses;
  }

  @Override
  public Retention retention() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Gauges gauges() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void endSoon(boolean isAnythingInFlight) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void onTransaction(Consumer<Duration> listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void onSignal(Consumer<Signal> listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  public List<Unconfigured> unconfigured() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Long> openByAccount(List<Job> jobs) {
    return tenants.stream()
        .collect(Collectors.toMap(TenantSummary::account, TenantSummary::waiting));
  }

  @Override
  public Optional<Job> job(String name) {
    return jobs.stream().map(JobSummary::job).filter(job -> job.name().equals(name)).findFirst();
  }

  @Override
  public JobSummary summary(Job job) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rows(Job job, Consumer<JobRow> consumer) {
    reads++;
    rows.forEach(consumer);
  }

  @Override
  public long openChanges() {
    throw new UnsupportedOperationException();
  }
}
