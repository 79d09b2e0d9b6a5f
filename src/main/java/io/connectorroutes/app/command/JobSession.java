package io.connectorroutes.app.command;

import io.connectorroutes.change.ChangeFields;
import io.connectorroutes.config.Configuration;
import io.connectorroutes.config.UsageException;
import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.JobControl;
import io.connectorroutes.ledger.Ledger;
import io.connectorroutes.outcome.ResultFiles;
import io.connectorroutes.secret.Masking;
import io.connectorroutes.text.NearestName;
import io.connectorroutes.text.PrintableText;
import java.io.PrintWriter;
import java.time.Clock;

/** What the commands about one job share: the ledger, open until this is closed, and the job. */
final class JobSession implements AutoCloseable {
  /** A name that was mistyped is looked for among so many. */
  private static final int NAMES = 1_000;

  private final Session session;
  private final Ledger ledger;
  private final Job job;
  private final ResultFiles results;

  private JobSession(Session session, Ledger ledger, Job job, ResultFiles results) {
    this.session = session;
    this.ledger = ledger;
    this.job = job;
    this.results = results;
  }

  /**
   * Opens the ledger and finds the job.
   *
   * @throws UsageException where it has none of that name
   */
  static JobSession open(Session session, String name) {
    Configuration configuration = session.configuration();
    Ledger ledger = session.existingLedger(configuration);
    try {
      Job job = ledger.reports().job(name).orElseThrow(() -> unknown(name, ledger.jobControl()));
      ResultFiles results =
          new ResultFiles(
              configuration.outcome().results(),
              ledger.reports(),
              new Masking(ChangeFields::isKnown));
      return new JobSession(session, ledger, job, results);
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
  }

  private static UsageException unknown(String name, JobControl jobs) {
    String hint =
        NearestName.of(name, jobs.names(NAMES))
            .map(nearest -> "did you mean " + PrintableText.text(nearest) + "?")
            .orElse("status shows the jobs there are");
    return new UsageException("there is no job " + PrintableText.text(name) + "; " + hint);
  }

  Job job() {
    return job;
  }

  /** Its name, for a person. */
  String name() {
    return PrintableText.text(job.name());
  }

  JobControl control() {
    return ledger.jobControl();
  }

  ResultFiles results() {
    return results;
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
    Clock clock = ledger.clock();
    return JobView.of(
        ledger.reports().summary(now),
        control().settledSince(now, clock.instant().minus(JobView.LATELY)),
        results.folderOf(now).orElse(null));
  }

  @Override
  public void close() {
    ledger.close();
  }
}
