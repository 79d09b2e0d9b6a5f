package io.connectorroutes.camel.ledger;

import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.JobControl;
import io.connectorroutes.text.Counted;
import io.connectorroutes.text.PrintableText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pauses files that delete more than is allowed, before any row of them is sent. */
final class MostDeletes {
  private static final Logger LOG = LoggerFactory.getLogger(MostDeletes.class);

  private final int most;

  /** Allows so many of a file. */
  MostDeletes(int most) {
    this.most = most;
  }

  /** Of a file whose rows are recorded, and that is not ended yet. */
  void check(JobControl jobs, Job job) {
    long deletes = jobs.deletes(job);
    if (deletes > most) {
      String reason =
          Counted.of(deletes, "delete is", "deletes are")
              + " more than job.max-deletes ("
              + most
              + ")";
      jobs.pause(job, reason);
      LOG.warn(
          "{} is paused, nothing of it is sent: {}; {}",
          PrintableText.text(job.name()),
          reason,
          PrintableText.text(job.pauseRemedy()));
    }
  }
}
