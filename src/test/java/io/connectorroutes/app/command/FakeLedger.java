package io.connectorroutes.app.command;

import io.connectorroutes.ledger.DeadLetter;
import io.connectorroutes.ledger.DeadLetters;
import io.connectorroutes.ledger.Deliveries;
import io.connectorroutes.ledger.InboxFileRecords;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.JobRow;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Outbox;
import io.connectorroutes.ledger.Recorder;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.ledger.Retention;
import io.connectorroutes.ledger.Signal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A ledger that answers reports and replays from lists, and refuses everything else. */
final class FakeLedger implements Ledger, Reports, DeadLetters {
  final List<JobSummary> jobs = new ArrayList<>();
  final List<TenantSummary> tenants = new ArrayList<>();
  final List<FileReport> files = new ArrayList<>();
  final List<History> histories = new ArrayList<>();
  final List<DeadLetter> letters = new ArrayList<>();
  final List<DeadLetter.Summary> summaries = new ArrayList<>();
  final List<String> replays = new ArrayList<>();
  ReplayResult replayResult = new ReplayResult(List.of(), List.of());
  boolean closed;

  @Override
  public Reports reports() {
    return this;
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
  public List<FileReport> files(int limit) {
    return files;
  }

  @Override
  public List<History> history(String changeId) {
    return histories.stream().filter(h -> h.changeId().equals(changeId)).toList();
  }

  @Override
  public List<DeadLetter.Summary> list() {
    return summaries;
  }

  @Override
  public Optional<DeadLetter> show(String changeId) {
    return letters.stream().filter(l -> l.outcome().changeId().equals(changeId)).findFirst();
  }

  @Override
  public ReplayResult replay(List<String> changeIds, String cause, boolean overtaken) {
    replays.add(changeIds + " " + cause + " " + overtaken);
    return replayResult;
  }

  @Override
  public void close() {
    closed = true;
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
  public Outbox outbox() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Retention retention() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Clock clock() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void onSignal(Consumer<Signal> listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> problem() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Unconfigured> unconfigured() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Map<String, Long> openByAccount(List<Job> jobs) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Job> job(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public JobSummary summary(Job job) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rows(Job job, Consumer<JobRow> consumer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long openChanges() {
    throw new UnsupportedOperationException();
  }
}
