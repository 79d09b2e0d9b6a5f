package io.connectorroutes.outcome;

import io.connectorroutes.ledger.Job;
import io.connectorroutes.ledger.Reports;
import io.connectorroutes.ledger.Reports.JobSummary;
import io.connectorroutes.text.PrintableText;
import io.connectorroutes.text.TimeSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the result files of a job, and logs its end in one line. */
public final class JobResults {
  private static final Logger LOG = LoggerFactory.getLogger(JobResults.class);

  private final ResultFiles files;
  private final Reports reports;
  private final Path home;

  /**
   * Creates the writer.
   *
   * @param files writes the files
   * @param reports counts the rows
   * @param home what the folder is shown under, where it is below it
   */
  public JobResults(ResultFiles files, Reports reports, Path home) {
    this.files = files;
    this.reports = reports;
    this.home = home;
  }

  /**
   * Writes what became of a job whose rows all have their outcome.
   *
   * @throws IOException where that cannot be done; it can be tried again
   */
  public void write(Job job) throws IOException {
    Path folder = files.write(job);
    String line = line(reports.summary(job), folder);
    LOG.info("{}", PrintableText.text(line));
  }

  private String line(JobSummary summary, Path folder) {
    Job job = summary.job();
    String counts =
        summary.counts().entrySet().stream()
            .filter(count -> count.getValue() > 0)
            .map(count -> String.format(Locale.ENGLISH, "%,d %s", count.getValue(), count.getKey()))
            .collect(Collectors.joining(", "));
    String time =
        job.completedAt() == null
            ? ""
            : " in " + TimeSpan.of(Duration.between(job.receivedAt(), job.completedAt()));
    return job.name()
        + " is complete: "
        + counts
        + time
        + "; results in "
        + (folder.startsWith(home) ? home.relativize(folder) : folder);
  }
}
