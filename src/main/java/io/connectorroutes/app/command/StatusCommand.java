package io.connectorroutes.app.command;

import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.ledger.Reports.FileReport;
import io.connectorroutes.ledger.Reports.History;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.ledger.Reports.TenantSummary;
import io.connectorroutes.text.PrintableText;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code status}: jobs and open work, or the history of one change. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows jobs and open changes, by tenant and state, or one change's history.")
final class StatusCommand implements Callable<Integer> {
  /** More than a person reads; a bound on what is loaded. */
  static final int JOBS = 1000;

  /** Files with their reasons, a line each. */
  private static final int FILES = 20;

  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "CHANGE_ID",
      description = "A change whose whole history is shown.")
  private String changeId;

  StatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (Ledger ledger = session.existingLedger()) {
      if (changeId == null) {
        overview(ledger.reports(), ledger.clock().instant());
      } else {
        history(ledger.reports());
      }
    }
    return ExitStatus.OK;
  }

  private void overview(Reports reports, Instant now) {
    List<JobSummary> jobs = reports.jobs(JOBS);
    List<TenantSummary> tenants = reports.tenants();
    List<FileReport> files = reports.files(FILES);
    if (session.json()) {
      session.out().println(StatusJson.overview(jobs, tenants, files, now));
    } else {
      StatusText.print(jobs, tenants, files, session.out());
    }
  }

  private void history(Reports reports) {
    List<History> records = reports.history(changeId);
    if (records.isEmpty()) {
      throw new UsageException(
          "the ledger knows no change "
              + PrintableText.text(changeId)
              + "; check the id, and whether --home is the right folder");
    }
    if (session.json()) {
      session.out().println(StatusJson.history(changeId, records));
    } else {
      HistoryText.print(records, session.out());
    }
  }
}
