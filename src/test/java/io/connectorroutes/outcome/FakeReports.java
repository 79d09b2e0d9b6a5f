package io.connectorroutes.outcome;

import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.JobRow;
import io.connectorroutes.ledger.Reports;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Gives rows, and answers nothing else. */
final class FakeReports implements Reports {
  private final Iterable<JobRow> rows;
  private int reads;

  FakeReports(Iterable<JobRow> rows) {
    this.rows = rows;
  }

  static FakeReports of(JobRow... rows) {
    return new FakeReports(Stream.of(rows).toList());
  }

  /** How often the rows were asked for. */
  int reads() {
    return reads;
  }

  @Override
  public void rows(Job job, Consumer<JobRow> consumer) {
    reads++;
    rows.forEach(consumer);
  }

  @Override
  public List<JobSummary> jobs(int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<TenantSummary> tenants() {
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
  public List<FileReport> files(int limit) {
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
  public List<History> history(String changeId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long openChanges() {
    throw new UnsupportedOperationException();
  }
}
