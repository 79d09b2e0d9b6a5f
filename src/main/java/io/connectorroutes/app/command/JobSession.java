package io.connectorroutes.app.command;

import io.connectorroutes.change.ChangeFields;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.JobControl;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.outcome.ResultFiles;
import io.connectorroutes.secret.Masking;
import io.connectorroutes.text.PrintableText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;

/** What the commands about one job share: the ledger, open until this is closed, and the job. */
final class JobSession implements AutoCloseable {
  private final Session session;
  private final Ledger ledger;
  private final Job job;
  private final Path directory;

  private JobSession(Session session, Ledger ledger, Job job, Path directory) {
    this.session = session;
    this.ledger = ledger;
    this.job = job;
    this.directory = directory;
  }

  /**
   * Opens the ledger and finds the job.
   *
   * @throws io.connectorroutes.config.UsageException where it has none of that name
   */
  static JobSession open(Session session, String name) {
    Configuration configuration = session.configuration();
    Ledger ledger = session.existingLedger(configuration);
    try {
      Job job = KnownJobs.find(ledger, name);
      return new JobSession(session, ledger, job, configuration.outcome().results());
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
  }

  Job job() {
    return job;
  }

  /** Its name, for a person. */
  String name() {
    return PrintableText.text(job.name());
  }

  /** That it has no rows, why, and what to do. */
  String refusal() {
    return name()
        + " was refused, and none of its rows is in the ledger ("
        + job.reason()
        + "); import its file again, corrected";
  }

  JobControl control() {
    return ledger.jobControl();
  }

  ResultFiles results() {
    return new ResultFiles(directory, ledger.reports(), new Masking(ChangeFields::isKnown));
  }

  PrintWriter out() {
    return session.out();
  }

  boolean json() {
    return session.json();
  }

  /** The job as it is now. */
  JobView view() {
    Job now = ledger.reports().job(job.name()).orElseThrow();
    JobSummary summary = ledger.reports().summary(now);
    Instant time = ledger.clock().instant();
    return JobView.of(
        summary,
        !ledger.workers().list().isEmpty(),
        Overview.progress(summary, ledger.progress().jobs()),
        control().deliveredSince(now, time.minus(JobView.LATELY)),
        time,
        ResultFiles.folderOf(directory, now).orElse(null));
  }

  @Override
  public void close() {
    ledger.close();
  }
}
